/* Keys of the screens. None fires while somebody types, while an input method composes, or behind a dialog. `?` lists those
 * that work now. */
import {useEffect, useRef, useSyncExternalStore} from 'react';

/* key: as KeyboardEvent.key ("j", "?", "Enter", "ArrowDown"); what: shown in the list. */
export type Key = {key: string; what: string; act: () => void; hidden?: boolean};

type Group = {title: string; keys: Key[]};
const groups: Group[] = [];
const listeners = new Set<() => void>();
let snapshot: Group[] = [];

function changed() {
  snapshot = [...groups];
  listeners.forEach((listener) => listener());
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement &&
    (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT' ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)));
}

function isBehindDialog(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]:not([data-keys])') !== null;
}

function onKey(event: KeyboardEvent) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented ||
      isTyping(event.target) || isBehindDialog()) {
    return;
  }
  const pressable = event.target instanceof HTMLElement && event.target.closest('button, a, [role="button"], [role="tab"], [role="menuitem"]') !== null;
  if (pressable && (event.key === 'Enter' || event.key === ' ')) {
    return;
  }
  for (let i = groups.length - 1; i >= 0; i--) {
    const key = groups[i]?.keys.find((one) => one.key === event.key);
    if (key) {
      event.preventDefault();
      key.act();
      return;
    }
  }
}
window.addEventListener('keydown', onKey);

/* The keys of a component while it is on screen; those of a later one win. */
export function useKeys(title: string, keys: Key[], enabled = true) {
  const group = useRef<Group>({title, keys});
  group.current.title = title;
  group.current.keys = keys;
  useEffect(() => {
    const mine = group.current;
    if (!enabled) {
      return undefined;
    }
    groups.push(mine);
    changed();
    return () => {
      groups.splice(groups.indexOf(mine), 1);
      changed();
    };
  }, [enabled]);
}

export function useKeyGroups(): Group[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => snapshot);
}
