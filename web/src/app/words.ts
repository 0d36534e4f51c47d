/* The words of the screens: a table of rows [Chinese, English] beside each screen, and the language that is chosen. */
import {useSyncExternalStore} from 'react';
import {setRequestLanguage} from '../api/client';

export type Language = 'zh' | 'en';
export type Words = Record<string, readonly [zh: string, en: string]>;

const KEY = 'chaming.language';
const listeners = new Set<() => void>();
let current: Language = localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';

function apply() {
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
  setRequestLanguage(current);
}
apply();

export function setLanguage(language: Language) {
  current = language;
  localStorage.setItem(KEY, language);
  apply();
  listeners.forEach((listener) => listener());
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => current);
}

export type Say<W extends Words> = (word: keyof W, values?: Record<string, string | number>) => string;

/* const t = useWords(words); t('found', {n: 3}) fills {n}. */
export function useWords<W extends Words>(words: W): Say<W> {
  const column = useLanguage() === 'zh' ? 0 : 1;
  return (word, values = {}) =>
    (words[word]?.[column] ?? String(word)).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
