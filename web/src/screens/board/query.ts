/* What the board is asked for, as it stands in the address. */
import {useSearchParams} from 'wouter';
import type {Schemas} from '../../api/client';

export const DIMENSIONS = ['model', 'office', 'court', 'charge', 'month', 'quarter', 'year', 'direction'] as const;
export const NARROW = ['model', 'office', 'court', 'charge', 'year', 'direction'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Narrow = (typeof NARROW)[number];
export type Filter = Schemas['CountFilter'];
export type Period = {from?: string; to?: string};

export type Asked = {by: Dimension; period: Period; against: Period | null; asOf: string | undefined; narrow: Partial<Record<Narrow, string>>};

const DAY = /^\d{4}-\d\d-\d\d$/;

function dayOf(params: URLSearchParams, name: string): string | undefined {
  const day = params.get(name) ?? '';
  return DAY.test(day) ? day : undefined;
}

function periodOf(from: string | undefined, to: string | undefined): Period {
  return {...(from === undefined ? {} : {from}), ...(to === undefined ? {} : {to})};
}

export function askedOf(params: URLSearchParams): Asked {
  const by = DIMENSIONS.find((one) => one === params.get('by')) ?? 'model';
  const against = periodOf(dayOf(params, 'vs_from'), dayOf(params, 'vs_to'));
  const narrow: Asked['narrow'] = {};
  for (const name of NARROW) {
    const value = params.get(name);
    if (value !== null) {
      narrow[name] = value;
    }
  }
  return {
    by, narrow, asOf: dayOf(params, 'as_of'), period: periodOf(dayOf(params, 'from'), dayOf(params, 'to')),
    against: against.from === undefined && against.to === undefined ? null : against,
  };
}

export function filterOf(asked: Asked, period: Period = asked.period): Filter {
  return {...asked.narrow, ...period, ...(asked.asOf === undefined ? {} : {as_of: asked.asOf})};
}

/* Values of null go. */
export function useAsked(): [Asked, (values: Record<string, string | null | undefined>) => void] {
  const [params, setParams] = useSearchParams();
  const change = (values: Record<string, string | null | undefined>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(values)) {
      if (value == null) {
        next.delete(name);
      } else {
        next.set(name, value);
      }
    }
    return next;
  });
  return [askedOf(params), change];
}

/* The rows behind a number. */
export function rowsPath(filter: Filter, what: Record<string, string>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({...filter, ...what})) {
    params.set(name, value);
  }
  return `/board/clues?${params}`;
}

/* ---- periods, in the days of the reader ---- */

export type Preset = 'all' | 'month' | 'quarter' | 'year';

function text(year: number, month: number, day: number): string {
  const at = new Date(Date.UTC(year, month, day));
  return at.toISOString().slice(0, 10);
}

export function presetOf(preset: Preset, today = new Date()): Period {
  const year = today.getFullYear(), month = today.getMonth();
  switch (preset) {
    case 'month': return {from: text(year, month, 1), to: text(year, month + 1, 0)};
    case 'quarter': return {from: text(year, month - (month % 3), 1), to: text(year, month - (month % 3) + 3, 0)};
    case 'year': return {from: text(year, 0, 1), to: text(year, 12, 0)};
    case 'all': return {};
  }
}

function parts(day: string): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month - 1, date];
}

/* Of the same length, just before; whole months before whole months. */
export function periodBefore({from, to}: Period): Period | null {
  if (from === undefined || to === undefined) {
    return null;
  }
  const [y1, m1, d1] = parts(from), [y2, m2, d2] = parts(to);
  const whole = d1 === 1 && text(y2, m2 + 1, 0) === to;
  if (whole) {
    const months = (y2 - y1) * 12 + m2 - m1 + 1;
    return {from: text(y1, m1 - months, 1), to: text(y1, m1, 0)};
  }
  const days = Math.round((Date.UTC(y2, m2, d2) - Date.UTC(y1, m1, d1)) / 86_400_000) + 1;
  return {from: text(y1, m1, d1 - days), to: text(y1, m1, d1 - 1)};
}

export function yearBefore({from, to}: Period): Period | null {
  if (from === undefined || to === undefined) {
    return null;
  }
  const back = (day: string) => {
    const [year, month, date] = parts(day);
    const last = new Date(Date.UTC(year - 1, month + 1, 0)).getUTCDate();
    return text(year - 1, month, Math.min(date, last));
  };
  return {from: back(from), to: back(to)};
}
