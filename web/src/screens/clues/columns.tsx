/* The columns that the table of clues may have. */
import type {ReactNode} from 'react';
import type {Schemas} from '../../api/client';
import {dayText, momentText, Severity} from '../../parts/values';
import type {words} from './words';

export type Clue = Schemas['Clue'];
export type Column = {id: string; word: keyof typeof words; width: string; cell: (clue: Clue, titles: Titles) => ReactNode};
export type Titles = {model: (id: string | null | undefined) => string; direction: (id: string | null | undefined) => string};

export const COLUMNS: Column[] = [
  {id: 'severity', word: 'severity', width: '88px', cell: (c) => <Severity level={c.severity} />},
  {id: 'case_no', word: 'number', width: '190px', cell: (c) => c.case_no},
  {id: 'defendant', word: 'defendant', width: '76px', cell: (c) => c.defendant},
  {id: 'charge', word: 'charge', width: '110px', cell: (c) => c.charge},
  {id: 'model', word: 'model', width: '170px', cell: (c, titles) => titles.model(c.model)},
  {id: 'court', word: 'court', width: '180px', cell: (c) => c.court},
  {id: 'state', word: 'state', width: '92px', cell: (c) => c.state_title},
  {id: 'due', word: 'due', width: '104px', cell: (c) => dayText(c.due_on)},
  {id: 'direction', word: 'direction', width: '64px', cell: (c, titles) => titles.direction(c.direction)},
  {id: 'office', word: 'office', width: '120px', cell: (c) => c.office},
  {id: 'handler', word: 'handler', width: '84px', cell: (c) => c.handler},
  {id: 'decided', word: 'decided', width: '104px', cell: (c) => dayText(c.decided_on)},
  {id: 'made', word: 'made', width: '130px', cell: (c) => momentText(c.made_at)},
];

const FIRST = ['severity', 'case_no', 'defendant', 'state', 'due', 'handler'];

/* Of the address, else of the preference, else the first ones. */
export function columnsOf(inAddress: string | null, preferred: string | undefined): Column[] {
  const ids = (inAddress ?? preferred ?? FIRST.join(',')).split(',');
  const found = COLUMNS.filter((one) => ids.includes(one.id));
  return found.length === 0 ? COLUMNS.filter((one) => FIRST.includes(one.id)) : found;
}
