/* Light and dark. The colours of severity and of marks in the text are in theme.css, so that CSS and components share them. */
import {useSyncExternalStore} from 'react';
import {theme, type ThemeConfig} from 'antd';

export type Look = 'light' | 'dark' | 'system';

const KEY = 'chaming.look';
const wantsDark = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();
let look = (localStorage.getItem(KEY) ?? 'system') as Look;

const FONTS = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif';

function isDark() {
  return look === 'dark' || (look === 'system' && wantsDark.matches);
}

function changed() {
  document.documentElement.dataset['look'] = isDark() ? 'dark' : 'light';
  listeners.forEach((listener) => listener());
}
wantsDark.addEventListener('change', changed);
changed();

export function setLook(next: Look) {
  look = next;
  localStorage.setItem(KEY, next);
  changed();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLook(): Look {
  return useSyncExternalStore(subscribe, () => look);
}

export function useDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}

export function themeOf(dark: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: FONTS,
      fontSize: 14,
      borderRadius: 4,
      colorPrimary: dark ? '#5b9bf0' : '#14509e',
      colorLink: dark ? '#7fb2f5' : '#14509e',
      colorLinkHover: dark ? '#a8cbfa' : '#0e3d7a',
      colorLinkActive: dark ? '#a8cbfa' : '#0e3d7a',
      colorTextSecondary: dark ? 'rgba(255,255,255,0.72)' : 'rgba(0,0,0,0.68)',
      colorTextDescription: dark ? 'rgba(255,255,255,0.72)' : 'rgba(0,0,0,0.65)',
      colorTextPlaceholder: dark ? 'rgba(255,255,255,0.62)' : 'rgba(0,0,0,0.62)',
      colorTextDisabled: dark ? 'rgba(255,255,255,0.6)' : 'rgba(0,0,0,0.6)',
      motion: false,
    },
    components: {...(dark ? {Button: {primaryColor: '#05121f'}} : {}), Layout: {headerHeight: 48, siderBg: 'var(--cm-side)', headerBg: 'var(--cm-side)', bodyBg: 'var(--cm-ground)'}},
  };
}
