/* Changes of a document, one after another, each with the version that was looked at (If-Match). A change that somebody else
 * was quicker than is kept and shown beside his. */
import {useCallback, useEffect, useRef, useState} from 'react';
import {answer, api, forget, isProblem, type Problem, type Schemas} from '../../api/client';
import type {paths} from '../../api/schema';

export type Document = Schemas['Document'];
export type Sentence = Schemas['DocumentSentence'];
export type Mark = Schemas['DocumentMark'];
export type Change = paths['/api/v1/documents/{document}']['patch']['requestBody']['content']['application/json'];
export type Row = Schemas['DocumentRow'];

/* The words of a change that somebody else was quicker than, until it is decided which to keep. */
export type Conflict = {change: Change; problem: Problem};

export type Editor = {
  save: (change: Change) => Promise<boolean>;
  busy: boolean;
  savedAt: Date | null;
  conflict: Conflict | null;
  settle: () => void;
  failure: unknown;
  tag: () => string;
};

export function useEditor(no: number, document: Document | undefined): Editor {
  const version = useRef(0);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const [waiting, setWaiting] = useState(0);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const held = useRef(false); // a conflict waits for a decision: what is queued behind it would overwrite what the other wrote
  if (document !== undefined && document.version > version.current) {
    version.current = document.version;
  }

  const send = useCallback(async (change: Change): Promise<boolean> => {
    if (held.current) {
      return false;
    }
    try {
      const row = await answer(api.PATCH('/api/v1/documents/{document}', {
        params: {path: {document: no}, header: {'If-Match': `"${version.current}"`}}, body: change,
      }));
      version.current = row.version;
      setSavedAt(new Date());
      setFailure(null);
      await forget('/api/v1/documents');
      return true;
    } catch (error) {
      if (isProblem(error) && error.status === 412) {
        held.current = true;
        await forget('/api/v1/documents'); // what the other wrote is read before it is shown
        setConflict({change, problem: error});
      } else {
        setFailure(error);
      }
      return false;
    }
  }, [no]);

  const save = useCallback((change: Change) => {
    setWaiting((n) => n + 1);
    const mine = line.current.then(() => send(change)).finally(() => setWaiting((n) => n - 1));
    line.current = mine.catch(() => undefined);
    return mine;
  }, [send]);

  const settle = useCallback(() => {
    held.current = false;
    setConflict(null);
  }, []);

  useEffect(() => {
    const keep = (event: BeforeUnloadEvent) => waiting > 0 && event.preventDefault();
    window.addEventListener('beforeunload', keep);
    return () => window.removeEventListener('beforeunload', keep);
  }, [waiting]);

  return {save, busy: waiting > 0, savedAt, conflict, settle, failure, tag: () => `"${version.current}"`};
}

/* ---- what a sentence is made of ---- */

export type Piece =
  | {kind: 'words'; text: string}
  | {kind: 'value'; text: string; bind: Schemas['DocumentBind']}
  | {kind: 'gap'; text: string; field: string};

const GAP = /【待填：[^】]*】/;

/* The sentence cut at its places. Where its words are no longer those of the form, values are looked for in the words. */
export function piecesOf(sentence: Sentence): Piece[] {
  const binds = new Map((sentence.binds ?? []).map((bind) => [bind.name, bind]));
  const pieces: Piece[] = [];
  let at = 0;
  for (const part of (sentence.form ?? '').split(/(\{[^}]+\})/)) {
    const place = /^\{(.+)\}$/.exec(part);
    const rest = sentence.text.slice(at);
    if (place === null) {
      if (!rest.startsWith(part)) {
        return found(sentence);
      }
      pieces.push({kind: 'words', text: part});
      at += part.length;
      continue;
    }
    const name = place[1] ?? '';
    const bind = binds.get(name);
    const gap = GAP.exec(rest);
    if (bind !== undefined && rest.startsWith(bind.text)) {
      pieces.push({kind: 'value', text: bind.text, bind});
      at += bind.text.length;
    } else if (gap?.index === 0) {
      pieces.push({kind: 'gap', text: gap[0], field: name});
      at += gap[0].length;
    } else {
      return found(sentence);
    }
  }
  return at === sentence.text.length ? pieces.filter((piece) => piece.text !== '') : found(sentence);
}

function found(sentence: Sentence): Piece[] {
  const binds = [...(sentence.binds ?? [])].filter((bind) => bind.text !== '').sort((a, b) => b.text.length - a.text.length);
  const cut = (text: string, from: number): Piece[] => {
    const bind = binds[from];
    if (bind === undefined) {
      return text === '' ? [] : [{kind: 'words', text}];
    }
    return text.split(bind.text).flatMap((part, i) => [...(i > 0 ? [{kind: 'value', text: bind.text, bind} as Piece] : []), ...cut(part, from + 1)]);
  };
  return cut(sentence.text, 0);
}

/* Fields that are still open, each with the first sentence that waits for it. */
export function gapsOf(sentences: Sentence[]): {field: string; k: number}[] {
  const first = new Map<string, number>();
  for (const sentence of sentences) {
    for (const piece of piecesOf(sentence)) {
      if (piece.kind === 'gap' && !isOfIssue(piece.field) && !first.has(piece.field)) {
        first.set(piece.field, sentence.k);
      }
    }
  }
  return [...first].map(([field, k]) => ({field, k}));
}

/* Known when the document is issued (source `issue` of data/desk/document_fields.tsv): nobody writes them before. */
export function isOfIssue(field: string): boolean {
  return field === 'document.number' || field === 'document.date';
}
