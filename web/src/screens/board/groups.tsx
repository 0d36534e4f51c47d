/* The ladder once more for each model, office, court, charge, period or direction. */
import {useState} from 'react';
import {Button} from 'antd';
import {$api, type Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {countText} from '../../parts/values';
import {Count} from './number';
import {NARROW, type Dimension} from './query';
import {words} from './words';

type Group = Schemas['LadderGroup'];
const FIRST = 20, STEP = 200;
const PRINTED = 20; // as board.css hides the others

/* A value of a dimension in the words of the reader. */
export function useValueTitle(by: Dimension): (value: string | undefined) => string {
  const t = useWords(words);
  const direction = useTerms('direction');
  const models = $api.useQuery('get', '/api/v1/models', {}, {staleTime: Infinity, enabled: by === 'model'});
  const titles = new Map(models.data?.items.map((model) => [model.id, model.title]));
  return (value) => {
    if (value === undefined || value === '') {
      return t('none');
    }
    return by === 'direction' ? direction(value) : by === 'model' ? titles.get(value) ?? value : value;
  };
}

type Column = {id: string; title: string; of: (group: Group) => number; what: Record<string, string> | null};

function useColumns(whole: Group): Column[] {
  const t = useWords(words);
  const rungs = useTerms('desk.rungs');
  const verdicts = useTerms('desk.verdicts');
  return [
    ...Object.keys(whole.reached).map((id) => ({id, title: rungs(id), of: (group: Group) => group.reached[id] ?? 0, what: {reached: id}})),
    ...Object.keys(whole.verdicts).map((id) => ({id, title: verdicts(id), of: (group: Group) => group.verdicts[id] ?? 0, what: {verdict: id}})),
    {id: 'left_out', title: t('leftOutShort'), of: (group) => group.left_out, what: {left_out: 'true'}},
    {id: 'undecidable', title: t('undecidableShort'), of: (group) => group.undecidable ?? 0, what: null},
  ];
}

type Props = {by: Dimension; whole: Group; groups: Group[]; narrow: (value: string) => void};

export function Groups({by, whole, groups, narrow}: Props) {
  const t = useWords(words);
  const title = useValueTitle(by);
  const columns = useColumns(whole);
  const inTime = by === 'month' || by === 'quarter' || by === 'year';
  const [order, setOrder] = useState('hit');
  const [shown, setShown] = useState(FIRST);
  const column = columns.find((one) => one.id === order) ?? columns[0];
  const sorted = inTime || column === undefined ? groups : [...groups].sort((a, b) => column.of(b) - column.of(a));
  const rest = sorted.length - shown;
  const narrows = NARROW.some((one) => one === by);
  const name = t(`by${by.charAt(0).toUpperCase()}${by.slice(1)}` as keyof typeof words);
  const cell = (group: Group, one: Column, label: string) => (one.what === null
    ? <span className="cm-number">{group.undecidable === null ? '—' : countText(group.undecidable)}</span>
    : <Count count={one.of(group)} filter={group.filter} what={one.what} label={`${label} ${one.title}`} />);
  return (
    <div className="cm-board-wide">
      <table className="cm-board-table cm-board-groups">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {columns.map((one) => (
              <th scope="col" key={one.id} aria-sort={!inTime && one.id === order ? 'descending' : undefined}>
                {inTime ? one.title : <button type="button" className="cm-board-sort" aria-label={t('sortBy', {what: one.title})} onClick={() => setOrder(one.id)}>{one.title}{one.id === order ? ' ▼' : ''}</button>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((group) => {
            const label = title(group.value);
            return (
              <tr key={group.value}>
                <th scope="row">{narrows ? <button type="button" className="cm-board-narrow" title={group.value} aria-label={t('onlyThis', {what: label})} onClick={() => narrow(group.value ?? '')}>{label}</button> : label}</th>
                {columns.map((one) => <td key={one.id}>{cell(group, one, label)}</td>)}
              </tr>
            );
          })}
          <tr className="cm-board-sum"><th scope="row">{t('sum')}</th>{columns.map((one) => <td key={one.id}>{cell(whole, one, t('sum'))}</td>)}</tr>
        </tbody>
      </table>
      {rest > 0 && <p className="cm-noprint"><Button size="small" onClick={() => setShown(shown + STEP)}>{t('more', {n: countText(rest)})}</Button></p>}
      {groups.length > PRINTED && <p className="cm-onlyprint">{t('morePrinted', {n: countText(groups.length - PRINTED)})}</p>}
    </div>
  );
}
