/* What a changed model would gain and lose. */
import type {Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {words} from './words';

type Row = Record<'change' | 'case_no' | 'defendant' | 'before' | 'after' | 'said_before' | 'said_after', string | null>;

export function Diff({diff}: {diff: Schemas['DiffAnswer']}) {
  const t = useWords(words);
  const rows = diff.items as unknown as Row[];
  return (
    <div aria-live="polite">
      <p><strong>{t('diffCounts', {gained: diff.gained, lost: diff.lost, changed: diff.changed})}</strong> <span className="cm-quiet">{diff.notice}</span></p>
      {rows.length < diff.rows && <p className="cm-quiet">{t('diffFirst', {n: rows.length, all: diff.rows})}</p>}
      {rows.length > 0 && (
        <table className="cm-models-table">
          <thead><tr><th scope="col">{t('change')}</th><th scope="col">{t('caseNo')}</th><th scope="col">{t('defendant')}</th><th scope="col">{t('before')}</th><th scope="col">{t('after')}</th></tr></thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td>{t(row.change === 'gained' ? 'gained' : row.change === 'lost' ? 'lost' : 'changed')}</td>
                <td>{row.case_no}</td><td>{row.defendant}</td>
                <td>{row.said_before || row.before}</td><td>{row.said_after || row.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/* Mistakes and failed cases, each with its line; pressing it goes there. */
export function Mistakes({list, go}: {list: Schemas['Mistake'][]; go?: (line: number) => void}) {
  const t = useWords(words);
  return (
    <ul className="cm-models-mistakes">
      {list.map((one, i) => (
        <li key={i}>
          {go === undefined ? <span>{t('atLine', {n: one.line})}</span> : <button type="button" className="cm-models-line" onClick={() => go(one.line)}>{t('atLine', {n: one.line})}</button>}
          {' '}{one.message}
        </li>
      ))}
    </ul>
  );
}
