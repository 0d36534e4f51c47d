/* All that was read from the document, each value with its place in the text. */
import {Button} from 'antd';
import {$api, type Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import type {Span} from './marks';
import {words} from './review.words';

type Fact = Schemas['Fact'];
type View = Schemas['Facts']['views'][number];

function Value({fact, look}: {fact: Fact; look: (span: Span) => void}) {
  const t = useWords(words);
  const at = fact.at?.[0];
  const value = fact.state === 'unread' ? <span className="cm-gap-word">{t('unreadWhole')}</span> : fact.value;
  const {begin16: begin, end16: end} = at ?? {};
  return begin === undefined || end === undefined ? <>{value}</>
    : <Button size="small" type="link" onClick={() => look({begin, end})} aria-label={`${fact.title} ${fact.value ?? ''} ${t('toText')}`}>{value}</Button>;
}

function Row({row, look}: {row: View['rows'][number]; look: (span: Span) => void}) {
  return (
    <div className="cm-fact-row">
      <table className="cm-related"><tbody>
        {row.facts.map((fact) => <tr key={fact.fact}><th scope="row">{fact.title}</th><td><Value fact={fact} look={look} /></td></tr>)}
        {row.tables.filter((table) => table.rows.length > 0 || table.state === 'unread').map((table) => (
          <tr key={table.table}><th scope="row">{table.title}</th><td>
            {table.rows.map((cells, i) => <div key={i} className="cm-row">{cells.map((fact) => <span key={fact.fact}><Value fact={fact} look={look} /></span>)}</div>)}
          </td></tr>
        ))}
      </tbody></table>
    </div>
  );
}

export function Facts({doc, look}: {doc: string; look: (span: Span) => void}) {
  const {data, error} = $api.useQuery('get', '/api/v1/judgments/{judgment}/facts', {params: {path: {judgment: doc}}}, {meta: {quiet: true}});
  if (data === undefined) {
    return error === null ? <Waiting /> : <ProblemBox error={error} />;
  }
  return (
    <>
      {data.views.map((view) => view.rows.length > 0 && (
        <details key={view.view} open={view.view === 'judgment' || view.view === 'defendant'}>
          <summary>{view.title}（{view.rows.length}）</summary>
          {view.rows.map((row, i) => <Row key={i} row={row} look={look} />)}
        </details>
      ))}
    </>
  );
}
