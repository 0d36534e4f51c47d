/* A number that opens its rows; nothing to open where it is none. */
import {Link} from 'wouter';
import {useMay} from '../../app/session';
import {countText} from '../../parts/values';
import {rowsPath, type Filter} from './query';

export function Count({count, filter, what, label}: {count: number; filter: Filter; what: Record<string, string>; label: string}) {
  const may = useMay('clue.list');
  if (count === 0 || !may) {
    return <span className="cm-number">{countText(count)}</span>;
  }
  return <Link className="cm-number" href={rowsPath(filter, what)} aria-label={`${label} ${countText(count)}`}>{countText(count)}</Link>;
}

/* With its sign, so that colour is never alone. */
export function Change({now, before}: {now: number; before: number}) {
  const difference = now - before;
  const sign = difference > 0 ? '+' : '';
  const percent = before === 0 ? '' : ` (${sign}${Math.round((100 * difference) / before)}%)`;
  return <span className="cm-number">{difference === 0 ? '0' : `${sign}${countText(difference)}${percent}`}</span>;
}
