/* Clues by the highest rung they reached, all and by direction, beside an other period. */
import type {Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {countText} from '../../parts/values';
import {Change, Count} from './number';
import {words} from './words';

type Group = Schemas['LadderGroup'];
type Props = {whole: Group; directions: Group[]; other: Group | null};
type Line = {id: string; title: string; of: (group: Group) => number; what: Record<string, string>; share?: number | undefined};

function Row({line, whole, directions, other}: Props & {line: Line}) {
  const direction = useTerms('direction');
  const count = line.of(whole);
  const width = whole.total === 0 ? 0 : Math.round((100 * count) / whole.total);
  return (
    <tr>
      <th scope="row">{line.title}</th>
      <td className="cm-board-bar"><span style={{width: `${width}%`}} aria-hidden="true" /><b><Count count={count} filter={whole.filter} what={line.what} label={line.title} /></b></td>
      <td>{line.share === undefined ? '' : `${line.share}%`}</td>
      {directions.map((group) => (
        <td key={group.value}><Count count={line.of(group)} filter={group.filter} what={line.what} label={`${line.title} ${direction(group.value)}`} /></td>
      ))}
      {other !== null && <td><Count count={line.of(other)} filter={other.filter} what={line.what} label={line.title} /></td>}
      {other !== null && <td><Change now={count} before={line.of(other)} /></td>}
    </tr>
  );
}

export function Ladder(props: Props) {
  const t = useWords(words);
  const rungs = useTerms('desk.rungs');
  const verdicts = useTerms('desk.verdicts');
  const direction = useTerms('direction');
  const {whole, directions, other} = props;
  const ids = Object.keys(whole.reached);
  const lines: Line[] = ids.map((id, i) => {
    const before = whole.reached[ids[i - 1] ?? ''];
    const share = before === undefined || before === 0 ? undefined : Math.round((100 * (whole.reached[id] ?? 0)) / before);
    return {id, title: rungs(id), of: (group) => group.reached[id] ?? 0, what: {reached: id}, share};
  });
  const beside: Line[] = Object.keys(whole.verdicts).map((id) => (
    {id, title: verdicts(id), of: (group) => group.verdicts[id] ?? 0, what: {verdict: id}}
  ));
  beside.push({id: 'left_out', title: t('leftOut'), of: (group) => group.left_out, what: {left_out: 'true'}});
  const columns = 3 + directions.length + (other === null ? 0 : 2);
  return (
    <section className="cm-card" aria-labelledby="board-ladder">
      <div className="cm-row"><h2 id="board-ladder">{t('ladder')}</h2><span className="cm-quiet">{t('ladderAbout')}</span></div>
      <table className="cm-board-table">
        <thead>
          <tr>
            <th scope="col">{t('rung')}</th><th scope="col">{t('count')}</th><th scope="col">{t('share')}</th>
            {directions.map((group) => <th scope="col" key={group.value}>{direction(group.value) || t('none')}</th>)}
            {other !== null && <th scope="col">{t('compared')}</th>}
            {other !== null && <th scope="col">{t('difference')}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => <Row key={line.id} line={line} {...props} />)}
        </tbody>
        <tbody>
          <tr><th scope="rowgroup" colSpan={columns} className="cm-board-part">{t('beside')}</th></tr>
          {beside.map((line) => <Row key={line.id} line={line} {...props} />)}
          {whole.undecidable !== null && (
            <tr><th scope="row">{t('undecidable')}</th><td><b className="cm-number">{countText(whole.undecidable)}</b></td><td colSpan={columns - 2} className="cm-quiet">{t('notByDirection')}</td></tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
