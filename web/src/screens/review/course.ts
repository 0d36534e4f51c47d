/* How a clue goes on: which step is the plain next one, what it lacks, and how it is taken and taken back. */
import {useState} from 'react';
import {answer, api, forget, type Schemas} from '../../api/client';
import type {paths} from '../../api/schema';

export type Step = Schemas['StepChoice'];
export type Ask = Schemas['StepAsk'];
export type StepBody = paths['/api/v1/clues/{clue}/steps']['post']['requestBody']['content']['application/json'];

/* Steps that lead on, the likelier first where a state has several. */
const ONWARD = ['screen', 'take', 'mended', 'resume', 'reopen', 'split', 'assess', 'confirm', 'file', 'urge', 'draft', 'dispatch', 'sort', 'assign', 'serve', 'accept', 'follow', 'close'];
export const REJECT = 'reject', KEEP = 'keep', DRAFT = 'draft';
/* The way most clues go. */
export const WAY = ['new', 'screened', 'assessed', 'dispatched', 'verifying', 'verified', 'filed', 'drafted', 'issued', 'awaiting', 'accepted', 'closed'];
/* What must be on record before a case (docs/safeguards.md). */
export const BEFORE_CASE = ['file_consulted', 'correction_sought', 'explanation'];
const NOT_MADE = 'not_made';

export function onwardStep(steps: Step[]): Step | null {
  for (const id of ONWARD) {
    const step = steps.find((one) => one.step === id && one.may);
    if (step !== undefined) {
      return step;
    }
  }
  return null;
}

export function stepOf(steps: Step[], id: string): Step | null {
  return steps.find((one) => one.step === id && one.may) ?? null;
}

/* Is on record what a step asks to be there? null: not a thing to be on record. */
export function isMet(ask: Ask, verifications: Schemas['Verification'][]): boolean | null {
  if (ask.kind === 'check') {
    return verifications.some((one) => (ask.of === '*' || one.kind === ask.of) && one.result !== NOT_MADE);
  }
  return ask.kind === 'told' ? verifications.some((one) => one.kind === ask.of) : null;
}

/* What somebody types for a step. */
export const asksToType = (step: Step): Ask[] => step.asks.filter((ask) => ask.member !== null);

/* One code decides it: a key each. A day beside it has a default. */
export function isChoice(step: Step): boolean {
  const asks = asksToType(step);
  const codes = asks.filter((ask) => ask.codes !== undefined);
  return codes.length === 1 && codes[0]?.codes?.every((code) => code.amount !== true && code.persons !== true) === true &&
    asks.every((ask) => ask.codes !== undefined || ask.kind === 'day');
}

export const CODE_KEYS = '1234567890abdefghilmoqrtvwz'.split('');

const REVIEW_MONTHS = 3;
const two = (n: number) => String(n).padStart(2, '0');
export function dayFrom(now: Date): string {
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
export function defaultDay(ask: Ask): string {
  const now = new Date();
  if (ask.of === 'due') {
    now.setMonth(now.getMonth() + REVIEW_MONTHS);
  }
  return dayFrom(now);
}

/* ---- taking and taking back ---- */

export type Done = {batch: number; clue: string; title: string};
const KEY = 'chaming.review.done', MOST = 100;

/* What this person did in this window, the last first; stays when the page is loaded again. */
function loadDone(): Done[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as Done[];
  } catch {
    return [];
  }
}
export function keepDone(done: Done) {
  sessionStorage.setItem(KEY, JSON.stringify([done, ...loadDone()].slice(0, MOST)));
}
export function takeDone(): Done | null {
  const [last, ...rest] = loadDone();
  sessionStorage.setItem(KEY, JSON.stringify(rest));
  return last ?? null;
}

/* Lists and counts that a change of a clue makes old. What is shown of the clue is asked anew as well. */
export function forgetClue() {
  void forget('/api/v1/clues', '/api/v1/home', '/api/v1/statistics', '/api/v1/deadlines', '/api/v1/suppressions');
}

export function takeStep(clue: string, version: number, body: StepBody): Promise<Schemas['Moved']> {
  return answer(api.POST('/api/v1/clues/{clue}/steps', {
    params: {path: {clue}, header: {'If-Match': `"${version}"`, 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`}}, body,
  }));
}

export function undoBatch(batch: number): Promise<Schemas['Undone']> {
  return answer(api.POST('/api/v1/batches/{batch}/undo', {params: {path: {batch}}}));
}

/* ---- what was typed stays ---- */

const TYPED = 'chaming.typed.';

/* When it was sent: all whose names begin so. */
export function forgetTyped(start: string) {
  Object.keys(sessionStorage).filter((key) => key.startsWith(TYPED + start)).forEach((key) => sessionStorage.removeItem(key));
}

/* A text of a form that is still there after another clue, a conflict or a reload. */
export function useKept(name: string, first = ''): [string, (text: string) => void] {
  const key = TYPED + name;
  const [state, setState] = useState({key, text: sessionStorage.getItem(key) ?? first});
  const text = state.key === key ? state.text : sessionStorage.getItem(key) ?? first;
  const put = (to: string) => {
    setState({key, text: to});
    if (to === '' || to === first) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, to);
    }
  };
  return [text, put];
}
