/* What was found, in words: each condition with the value that was read and where; the law of the day; rows of other documents. */
import {useEffect, useMemo, useRef} from 'react';
import {Alert, Button} from 'antd';
import {Link} from 'wouter';
import {$api, type Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {dayText, Severity} from '../../parts/values';
import type {Mark} from './marks';
import {words} from './review.words';

/* A result of a run, or of a check that is kept nowhere. */
export type Found = Schemas['Result'] & Partial<Pick<Schemas['ResultPage'], 'title' | 'law'>>;

type Condition = {fact: string; title: string; value: string | null; marks: Mark[]};

function conditionsOf(result: Found, marks: Mark[]): Condition[] {
  const values = result.values.map((one) => ({fact: one.fact, title: one.title, value: one.value}));
  const known = new Set(values.map((one) => one.fact));
  const others = marks.filter((mark) => !known.has(mark.fact) && known.add(mark.fact)).map((mark) => ({fact: mark.fact, title: mark.title, value: null}));
  return [...values, ...others].map((one) => ({...one, marks: marks.filter((mark) => mark.fact === one.fact)}));
}

type ConditionsOf = {result: Found; text: string; marks: Mark[]; here: number | null; jump: (no: number) => void};

export function Conditions({result, text, marks, here, jump}: ConditionsOf) {
  const t = useWords(words);
  const list = useRef<HTMLOListElement>(null);
  const conditions = useMemo(() => conditionsOf(result, marks), [result, marks]);
  useEffect(() => {
    if (here !== null) {
      list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({block: 'nearest'});
    }
  }, [here]);
  return (
    <ol className="cm-conditions" ref={list}>
      {conditions.map((one) => (
        <li key={one.fact} className={one.marks.some((mark) => mark.no === here) ? 'cm-condition-here' : undefined}>
          <span className="cm-condition-name">{one.title}</span>
          <span className="cm-condition-value">{one.value ?? ''}</span>
          <span className="cm-condition-places">
            {one.marks.length === 0 && <span className="cm-quiet">{t('noPlace')}</span>}
            {one.marks.map((mark) => (
              <button key={mark.no} type="button" className="cm-place" aria-current={mark.no === here} onClick={() => jump(mark.no)}
                aria-label={t('toPlace', {n: mark.no + 1, words: text.slice(mark.begin, mark.end)})}>
                <span className="cm-place-no">{mark.no + 1}</span>{text.slice(mark.begin, mark.end)}
              </button>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Law({law}: {law: NonNullable<Found['law']>}) {
  const t = useWords(words);
  return (
    <ul className="cm-law">
      {law.map((one) => (
        <li key={one.cite} className={one.applied ? undefined : 'cm-law-other'}>
          <div className="cm-row"><strong>{one.cite}</strong>
            <span className={one.applied ? 'cm-tag cm-tag-good' : 'cm-tag'}>{t(one.applied ? 'lawApplied' : 'lawOther')}</span>
            <span className="cm-quiet">{t('lawFrom', {from: dayText(one.valid_from)})}{one.valid_to === null ? '' : t('lawTo', {to: one.valid_to})}</span>
            {one.known_to !== null && <span className="cm-tag cm-tag-S2">{t('lawKnown', {day: one.known_to})}</span>}
          </div>
          <p>{one.text ?? t('lawNoText')}</p>
        </li>
      ))}
    </ul>
  );
}

/* Where the law itself did not come with the result: its articles by their citation, on the day of the decision. */
export function ModelWords({id, withBasis}: {id: string; withBasis?: boolean}) {
  const t = useWords(words);
  const [area = '', name = ''] = id.split('/');
  const {data: model} = $api.useQuery('get', '/api/v1/models/{area}/{name}', {params: {path: {area, name}}}, {staleTime: Infinity});
  if (model === undefined) {
    return null;
  }
  return (
    <div className="cm-model">
      <p>{model.about}</p>
      {withBasis === true && <p><span className="cm-quiet">{t('basis')}</span> {model.basis.join('、')}</p>}
      {model.traps.length > 0 && <details><summary>{t('traps', {n: model.traps.length})}</summary><ul>{model.traps.map((trap) => <li key={trap}>{trap}</li>)}</ul></details>}
      <Link href={`/models/${id}`}>{t('modelPage', {id, version: model.version})}</Link>
    </div>
  );
}

function Related({rows}: {rows: NonNullable<Found['related']>}) {
  const t = useWords(words);
  return (
    <>
      <h3>{t('related', {n: rows.length})}</h3>
      {rows.map((row, i) => (
        <table className="cm-related" key={i}>
          <caption>{row.role}：{[row.court, row.case_no, row.decided_on, row.defendant].filter(Boolean).join(' · ')}</caption>
          <tbody>{row.facts.map((fact) => <tr key={fact.fact}><th scope="row">{fact.title}</th><td>{fact.value}</td></tr>)}</tbody>
        </table>
      ))}
    </>
  );
}

export function FindingHead({result, urgent, own, gone}: {result: Found; urgent: boolean; own: boolean; gone: boolean}) {
  const t = useWords(words);
  const proposal = result.measure ?? [];
  const stage = useTerms('stage'), kind = useTerms('error_class');
  return (
    <>
      {urgent && <Alert className="cm-urgent" type="error" showIcon title={<><strong>{t('urgent')}</strong> {t('urgentAbout')}</>} />}
      {own && <Alert type="warning" showIcon title={t('own')} />}
      {gone && <Alert type="info" showIcon title={t('gone')} />}
      <p className="cm-finding">{result.finding ?? t('noFinding')}</p>
      <p className="cm-row cm-facts-row">
        <Severity level={result.severity} />
        <span className="cm-tag">{t('direction')}{result.direction ?? '—'}</span>
        {result.class != null && <span className="cm-tag">{kind(result.class)}</span>}
        {result.stage != null && <span className="cm-tag">{stage(result.stage)}</span>}
        {result.confidence != null && <span className="cm-tag">{t(result.confidence === 'H' ? 'sure' : result.confidence === 'M' ? 'fairlySure' : 'hint')}</span>}
        {proposal.length > 0 && <span className="cm-quiet">{t('measure')}{proposal.join('、')}</span>}
      </p>
      {result.law_known_to != null && <Alert type="warning" showIcon title={t('lawKnown', {day: result.law_known_to})} />}
      {result.suppressed !== undefined && <Alert type="info" showIcon title={t('suppressed', {reason: result.suppressed.reason, by: result.suppressed.by})} />}
      {result.missing.length > 0 && <Alert type="warning" showIcon title={t('missing')} description={result.missing.join('、')} />}
    </>
  );
}

export function FindingBody(props: ConditionsOf) {
  const t = useWords(words);
  const {result} = props;
  return (
    <>
      <h3>{t('conditions')}</h3>
      <Conditions {...props} />
      {result.law !== undefined && result.law.length > 0 && <><h3>{t('law')}</h3><Law law={result.law} /></>}
      <h3>{t('model')}{result.title === undefined ? '' : ` ${result.title}`}</h3>
      <ModelWords id={result.model} withBasis={result.law === undefined} />
      {result.related !== undefined && result.related.length > 0 && <Related rows={result.related} />}
    </>
  );
}

/* Documents like this one, with and without the finding. Asked for when it is opened. */
export function Similar({clue}: {clue: string}) {
  const t = useWords(words);
  const {data, error} = $api.useQuery('get', '/api/v1/results/{result}/similar', {params: {path: {result: clue}, query: {limit: 20}}}, {meta: {quiet: true}});
  if (data === undefined) {
    return error === null ? <p role="status">{t('looking')}</p> : <p>{error.detail ?? error.title}</p>;
  }
  return (
    <>
      <p>{t('similarCount', {hits: data.hits, alike: data.alike})}</p>
      <ul className="cm-similar">
        {data.items.map((one) => {
          const {shared} = one;
          const grounds = [...shared.charges, ...shared.circumstances, ...shared.judges, ...(shared.court ? [t('sameCourt')] : []), ...(shared.time ? [t('sameTime')] : [])];
          return (
            <li key={`${one.id ?? ''}${one.case_no ?? ''}`}>
              <div className="cm-row"><span className="cm-tag">{one.outcome}</span>
                {one.id === null || one.id === '' || one.finding === null ? <span>{one.case_no}</span> : <Link href={`/clues/${one.id}`}>{one.case_no}</Link>}
                <span className="cm-quiet">{one.court} · {dayText(one.decided_on)}</span></div>
              {one.finding !== null && <p>{one.finding}</p>}
              <p className="cm-quiet">{t('shared')}{grounds.join('、')}</p>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/* Which fact groups were not read, with their places. */
export function Unread({gaps, toGap}: {gaps: Schemas['Gaps']; toGap?: (begin: number) => void}) {
  const t = useWords(words);
  if (gaps.length === 0) {
    return <p className="cm-quiet">{t('allRead')}</p>;
  }
  return (
    <ul className="cm-unread" aria-label={t('unread')}>
      {gaps.map((gap, i) => {
        const begin = gap.at?.begin16;
        return (
          <li key={i}><span className="cm-gap-word">{t(gap.state === 'unread' ? 'unreadWhole' : 'unreadPart')}</span> {gap.title}
            {begin !== undefined && toGap !== undefined && <Button size="small" type="link" onClick={() => toGap(begin)}>{t('toText')}</Button>}
          </li>
        );
      })}
    </ul>
  );
}
