/* What the server tells as it happens: progress of jobs, new clues, notices (docs/jobs.md). */
import {useEffect} from 'react';
import {forget} from '../api/client';

type Listener = (event: string, data: unknown) => void;
const listeners = new Set<Listener>();

/* One stream for the page. Returns what closes it. */
export function openEvents(names: readonly string[]): () => void {
  const source = new EventSource('/api/v1/events');
  for (const name of names) {
    source.addEventListener(name, (message) => {
      let data: unknown = null;
      try {
        data = JSON.parse((message as MessageEvent<string>).data);
      } catch {
        // a remark without data
      }
      listeners.forEach((listener) => listener(name, data));
    });
  }
  return () => source.close();
}

export function useEvents(listener: Listener) {
  useEffect(() => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [listener]);
}

/* Lists that an event makes old. */
export function renewAfter(event: string) {
  if (event === 'clues' || event === 'reset') {
    void forget('/api/v1/clues', '/api/v1/home', '/api/v1/statistics', '/api/v1/results');
  }
  if (event === 'job' || event === 'reset') {
    void forget('/api/v1/jobs', '/api/v1/home');
  }
}
