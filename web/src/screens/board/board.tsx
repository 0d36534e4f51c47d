/* The board of a leader: how many clues reached which rung, what came of them, by what one chooses; every number opens its rows. */
import {lazy, Suspense} from 'react';
import {Segmented} from 'antd';
import {Link, useLocation} from 'wouter';
import {$api, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {Ask} from './ask';
import './board.css';
import {Groups} from './groups';
import {Ladder} from './ladder';
import {Outcomes} from './outcomes';
import {DIMENSIONS, filterOf, useAsked, type Dimension} from './query';
import Rows from './rows';
import {words} from './words';

const Chart = lazy(() => import('./chart'));

function Whole() {
  const t = useWords(words);
  const [asked, change] = useAsked();
  const mayExport = useMay('export.list');
  const filter = filterOf(asked);
  const against = asked.against === null ? null : filterOf(asked, asked.against);
  const keep = {placeholderData: <T,>(before: T | undefined) => before};
  const grouped = $api.useQuery('get', '/api/v1/statistics/ladder', {params: {query: {by: asked.by, ...filter}}}, keep);
  const directions = $api.useQuery('get', '/api/v1/statistics/ladder', {params: {query: {by: 'direction', ...filter}}}, keep);
  const outcomes = $api.useQuery('get', '/api/v1/statistics/outcomes', {params: {query: filter}}, keep);
  const ladderBefore = $api.useQuery('get', '/api/v1/statistics/ladder', {params: {query: against ?? {}}}, {enabled: against !== null});
  const outcomesBefore = $api.useQuery('get', '/api/v1/statistics/outcomes', {params: {query: against ?? {}}}, {enabled: against !== null});
  const whole = useWhole(asked.asOf, asked.narrow);
  const all = [grouped, directions, outcomes];
  const failed = all.find((query) => query.error != null);
  if (failed !== undefined) {
    return <ProblemBox error={failed.error} again={() => all.forEach((query) => void query.refetch())} />;
  }
  if (grouped.data === undefined || directions.data === undefined || outcomes.data === undefined) {
    return <Waiting />;
  }
  const {total, groups, made_at: madeAt} = grouped.data.counts;
  const sheet = new URLSearchParams({by: asked.by, ...filter});
  const isEmpty = total.total === 0 && Object.keys(filter).length === 0;
  return (
    <div className="cm-board">
      <div className="cm-row cm-board-head">
        <h1>{t('title')}</h1>
        <span className="cm-quiet">{asked.asOf === undefined ? t('now') : t('asOfDay', {day: asked.asOf})} · {t('made', {at: momentText(madeAt)})}</span>
      </div>
      <p className="cm-quiet">{t('notice')}</p>
      <Ask asked={asked} change={change} sheet={mayExport ? `/api/v1/statistics/ladder.xlsx?${sheet}` : null} />
      {isEmpty ? <Blank title={t('empty')} about={t('emptyAbout')} action={<Link href="/data">{t('toData')}</Link>} /> : (
        <>
          <div className="cm-board-two">
            <Ladder whole={{...total, undecidable: total.undecidable ?? whole}} directions={inOrder(directions.data.counts.groups)} other={against === null ? null : ladderBefore.data?.counts.total ?? null} />
            <div>
              <Outcomes groups={outcomes.data.counts.groups} others={against === null ? null : outcomesBefore.data?.counts.groups ?? null} />
              {groups.length > 1 && <Suspense fallback={<Waiting />}><Chart by={asked.by} groups={groups} /></Suspense>}
            </div>
          </div>
          <section className="cm-card" aria-labelledby="board-by">
            <div className="cm-row"><h2 id="board-by">{t('by')}</h2>
              <span className="cm-noprint"><Segmented<Dimension> aria-label={t('by')} value={asked.by} onChange={(by) => change({by})}
                options={DIMENSIONS.map((one) => ({value: one, label: t(`by${one.charAt(0).toUpperCase()}${one.slice(1)}` as keyof typeof words)}))} /></span>
            </div>
            <Groups key={asked.by} by={asked.by} whole={total} groups={groups} narrow={(value) => change({[asked.by]: value})} />
          </section>
        </>
      )}
    </div>
  );
}

/* How many subjects could not be judged: it is told for the whole and by model only. */
function useWhole(asOf: string | undefined, narrow: Partial<Record<string, string>>): number | null {
  const {model} = narrow;
  const query = {...(asOf === undefined ? {} : {as_of: asOf}), ...(model === undefined ? {} : {model})};
  const {data} = $api.useQuery('get', '/api/v1/statistics/ladder', {params: {query}});
  return Object.keys(narrow).every((name) => name === 'model') ? data?.counts.total.undecidable ?? null : null;
}

const ORDER = ['favours', 'against', 'neutral'];
function inOrder(groups: Schemas['LadderGroup'][]) {
  const at = (group: Schemas['LadderGroup']) => (ORDER.includes(group.value ?? '') ? ORDER.indexOf(group.value ?? '') : ORDER.length);
  return [...groups].sort((a, b) => at(a) - at(b));
}

export default function Board() {
  const [path] = useLocation();
  return path === '/board/clues' ? <Rows /> : <Whole />;
}
