/* Months of decision as a table of years: shade by how many documents, number and gaps in words. A cell opens its judgments. */
import {useSearchParams} from 'wouter';
import {$api} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {countText} from '../../parts/values';
import {words} from './words';

type Cell = {documents: number; partly: number; unread: number};

const MONTHS = Array.from({length: 12}, (_, month) => String(month + 1).padStart(2, '0'));
const STEPS = 3;

function lastDay(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}

export function Heat() {
  const t = useWords(words);
  const [, setQuery] = useSearchParams();
  const search = useMay('text.search');
  const {data, error} = $api.useQuery('get', '/api/v1/coverage/by/{slice}', {params: {path: {slice: 'month'}}});
  if (error) {
    return <ProblemBox error={error} />;
  }
  if (data === undefined) {
    return <Waiting />;
  }
  const cells = new Map(data.items.map((row) => [String((row as Record<string, unknown>)['month'] ?? ''), row as Cell]));
  const most = Math.max(1, ...data.items.map((row) => row.documents));
  const years = [...new Set([...cells.keys()].filter((month) => /^\d{4}-/.test(month)).map((month) => month.slice(0, 4)))].sort();
  const step = (cell: Cell) => Math.min(STEPS, Math.ceil((STEPS * Math.log1p(cell.documents)) / Math.log1p(most)));
  const show = (month: string, cell: Cell) => {
    const inside = <>{countText(cell.documents)}<br /><small>{cell.partly + cell.unread === 0 ? '\u00a0' : `−${countText(cell.partly + cell.unread)}`}</small></>;
    return search
      ? <button type="button" data-step={step(cell)} aria-label={t('openMonth', {month, n: cell.documents, gap: cell.partly + cell.unread})} onClick={() => setQuery({tab: 'judgments', from: `${month}-01`, to: lastDay(month)})}>{inside}</button>
      : <span data-step={step(cell)}>{inside}</span>;
  };
  const without = [...cells].filter(([month]) => !/^\d{4}-/.test(month)).reduce((sum, [, cell]) => sum + cell.documents, 0);
  return (
    <>
      <p className="cm-quiet">{t('heatAbout')}</p>
      <div style={{overflowX: 'auto'}}>
        <table className="cm-data-heat">
          <thead><tr><th scope="col">{t('year')}</th>{MONTHS.map((month) => <th key={month} scope="col">{Number(month)}</th>)}</tr></thead>
          <tbody>{years.map((year) => (
            <tr key={year}><th scope="row">{year}</th>{MONTHS.map((month) => {
              const cell = cells.get(`${year}-${month}`);
              return <td key={month}>{cell !== undefined && show(`${year}-${month}`, cell)}</td>;
            })}</tr>
          ))}</tbody>
        </table>
      </div>
      {without !== 0 && <p>{t('noDay')}: {countText(without)}</p>}
    </>
  );
}
