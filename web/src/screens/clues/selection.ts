/* What is selected: some clues, or all of the filter but some. */
import {useMemo, useState} from 'react';

export type Selection = {
  count: number;
  all: boolean;
  ids: string[]; // chosen; or, with `all`, left out
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  setMany: (ids: string[], chosen: boolean) => void;
  setAll: () => void;
  clear: () => void;
};

export function useSelection(total: number): Selection {
  const [state, setState] = useState<{all: boolean; ids: ReadonlySet<string>}>({all: false, ids: new Set()});
  return useMemo(() => {
    const set = (ids: string[], chosen: boolean) => setState((before) => {
      const next = new Set(before.ids);
      ids.forEach((id) => (chosen === before.all ? next.delete(id) : next.add(id)));
      return {...before, ids: next};
    });
    const has = (id: string) => state.ids.has(id) !== state.all;
    return {
      count: state.all ? Math.max(0, total - state.ids.size) : state.ids.size,
      all: state.all, ids: [...state.ids], has,
      toggle: (id) => set([id], !has(id)),
      setMany: set,
      setAll: () => setState({all: true, ids: new Set()}),
      clear: () => setState({all: false, ids: new Set()}),
    };
  }, [state, total]);
}
