/* The first ten minutes: whether the guide is shown, and which of its steps are done. On this machine, for this person. */
import {useSyncExternalStore} from 'react';

export type TourState = {shown: boolean; done: string[]};

const listeners = new Set<() => void>();
let owner = '';
let state: TourState = {shown: false, done: []};

function key() {
  return `chaming.tour.${owner}`;
}

function put(next: TourState) {
  state = next;
  localStorage.setItem(key(), JSON.stringify(next));
  listeners.forEach((listener) => listener());
}

/* The guide of somebody who never saw it is shown by itself. */
export function openTour(name: string) {
  if (owner === name) {
    return;
  }
  owner = name;
  const kept = localStorage.getItem(key());
  put(kept === null ? {shown: true, done: []} : (JSON.parse(kept) as TourState));
}

export function showTour(shown: boolean) {
  put({...state, shown});
}

export function startTour() {
  put({shown: true, done: []});
}

export function tourDone(step: string) {
  if (!state.done.includes(step)) {
    put({...state, done: [...state.done, step]});
  }
}

export function useTour(): TourState {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, () => state);
}
