/* One clue beside its judgment: what was read and where, the law, and the decision, all by keyboard. */
import {useEffect, useMemo, useRef, useState} from 'react';
import {App, Button} from 'antd';
import {useLocation, useParams, useSearchParams} from 'wouter';
import {forget, isProblem} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useMay} from '../../app/session';
import {useWords, type Say} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {Bar, useActs} from './acts';
import {forgetClue, onwardStep} from './course';
import {OneText} from './decide';
import {giveReason, prepare, useDossier, useQueue, type Dossier} from './dossier';
import {Facts} from './facts';
import {FindingBody, FindingHead, Similar, Unread} from './finding';
import {gapsOf, marksOf, sectionsOf, type Span} from './marks';
import {Paper} from './paper';
import {Checks, History, Lacks, Way} from './record';
import {words} from './review.words';
import './review.css';

const TABS = ['finding', 'record', 'facts', 'similar'] as const;
type Tab = (typeof TABS)[number];
const TAB_WORDS = {finding: 'tabFinding', record: 'tabRecord', facts: 'tabFacts', similar: 'tabSimilar'} as const;

/* Which of the marked places is looked at. */
function useMarks(dossier: Dossier | null) {
  const evidence = dossier?.result?.evidence;
  const marks = useMemo(() => marksOf(evidence ?? []), [evidence]);
  const first = evidence?.[0] === undefined ? null : marks.find((mark) => mark.begin === evidence[0]?.begin16 && mark.fact === evidence[0]?.fact)?.no ?? null;
  const [at, setAt] = useState<{clue: string; no: number | null; turn: number}>({clue: '', no: null, turn: 0});
  const [look, setLook] = useState<{clue: string; span: Span; turn: number} | null>(null);
  const id = dossier?.id ?? '';
  const here = at.clue === id ? at.no : first;
  return {
    marks, here, turn: at.turn, look: look?.clue === id ? look : null,
    jump: (no: number) => { setLook(null); setAt((old) => ({clue: id, no, turn: old.turn + 1})); },
    move: (by: number) => {
      if (marks.length > 0) {
        setLook(null);
        setAt((old) => ({clue: id, no: ((here ?? -1) + by + marks.length) % marks.length, turn: old.turn + 1}));
      }
    },
    toSpan: (span: Span) => setLook((old) => ({clue: id, span, turn: (old?.turn ?? 0) + 1})),
  };
}

function Head({dossier, at, count, more, before, after, toList, unmask}: {
  dossier: Dossier; at: number; count: number; more: boolean; before: () => void; after: () => void; toList: () => void; unmask: (() => void) | null;
}) {
  const t = useWords(words);
  const {clue} = dossier;
  return (
    <header className="cm-review-head" aria-label={t('summary')}>
      <h1>{clue.case_no ?? clue.id}</h1>
      <span className="cm-review-who">{[clue.court, clue.defendant, clue.charge, clue.decided_on].filter(Boolean).join(' · ')}</span>
      <span className="cm-tag">{clue.state_title}</span>
      {clue.due_on !== null && <span className={clue.urgent ? 'cm-tag cm-tag-S1' : 'cm-tag'}>{t('due', {day: clue.due_on})}</span>}
      {clue.handler !== null && <span className="cm-quiet">{t('handler', {name: clue.handler})}</span>}
      {clue.unmasked ? <span className="cm-tag cm-tag-S2">{t('unmaskedNow')}</span> : unmask !== null && <Button size="small" onClick={unmask} title={t('masked')}>{t('unmask')}</Button>}
      <span className="cm-row cm-end">
        <span className="cm-quiet cm-number" aria-live="polite">{at < 0 ? t('notInList') : t(more ? 'positionMore' : 'position', {at: at + 1, n: count})}</span>
        <Button size="small" onClick={before} aria-label={t('previousClue')}>↑ <kbd>k</kbd></Button>
        <Button size="small" onClick={after} aria-label={t('nextClue')}>↓ <kbd>j</kbd></Button>
        <Button size="small" onClick={toList}>{t('backToList')}</Button>
      </span>
    </header>
  );
}

function Left({dossier, at}: {dossier: Dossier; at: ReturnType<typeof useMarks>}) {
  const t = useWords(words);
  const {text, judgment} = dossier;
  const sections = useMemo(() => sectionsOf(text?.sections ?? []), [text]);
  const gaps = useMemo(() => gapsOf(judgment?.gaps ?? []), [judgment]);
  if (text === null) {
    return <section className="cm-paper"><Blank title={t('sealedText')} about={dossier.faults.map((fault, i) => <ProblemBox key={i} error={fault} />)} /></section>;
  }
  return <Paper text={text.text} sections={sections} marks={at.marks} gaps={gaps} here={at.here} turn={at.turn} look={at.look} onMark={at.jump} />;
}

function RecordTab({dossier}: {dossier: Dossier}) {
  const t = useWords(words);
  const mayVerify = useMay('clue.verify');
  const {clue} = dossier;
  const onward = onwardStep(clue.steps);
  return (
    <>
      <h2>{t('way')}</h2>
      <Way clue={clue} />
      {onward === null ? <p className="cm-quiet">{t('noNext')}</p> : <Lacks step={onward} clue={clue} />}
      {clue.steps.some((one) => !one.may) && <p className="cm-quiet">{t('noMay')}{clue.steps.filter((one) => !one.may).map((one) => `${one.title}（${whyNot(t, one.why_not)}）`).join('、')}</p>}
      <Checks clue={clue} may={mayVerify} changed={forgetClue} />
      <History clue={clue} />
    </>
  );
}

function whyNot(t: Say<typeof words>, why: string | null): string {
  return why === 'role' || why === 'reach' ? t(`whyNot.${why}`) : t('whyNot.apart');
}

/* The fact that is to be corrected: that of the place one looks at. */
type EditOf = {fact: string; defendant: number; count: number} | null;

function Right({dossier, at, tab, setTab, edit}: {dossier: Dossier; at: ReturnType<typeof useMarks>; tab: Tab; setTab: (tab: Tab) => void; edit: EditOf}) {
  const t = useWords(words);
  const {clue, result, text, judgment} = dossier;
  const onward = onwardStep(clue.steps);
  const toGap = (begin: number) => at.toSpan({begin, end: begin + 1});
  const pages = {
    finding: () => (
      <>
        {result === null
          ? <><p className="cm-finding">{clue.finding ?? t('noFinding')}</p>{dossier.faults.map((fault, i) => <ProblemBox key={i} error={fault} />)}</>
          : <>
            <FindingHead result={result} urgent={clue.urgent} own={clue.own} gone={clue.gone} />
            <FindingBody result={result} text={text?.text ?? ''} marks={at.marks} here={at.here} jump={at.jump} />
          </>}
        <h3>{t('unread')}</h3>
        {judgment === null ? <p className="cm-quiet">{t('unknownGaps')}</p> : <Unread gaps={judgment.gaps} toGap={toGap} />}
        {onward !== null && <Lacks step={onward} clue={clue} />}
      </>
    ),
    record: () => <RecordTab dossier={dossier} />,
    facts: () => (clue.doc === null ? null : <Facts doc={clue.doc} look={at.toSpan} edit={edit} />),
    similar: () => <Similar clue={clue.id} />,
  };
  return (
    <>
      <div role="tablist" className="cm-tabs" aria-label={t('summary')}>
        {TABS.map((one, i) => (
          <button key={one} type="button" role="tab" id={`tab-${one}`} aria-selected={tab === one} aria-controls="tab-page" onClick={() => setTab(one)}>{t(TAB_WORDS[one])} <kbd>{i + 1}</kbd></button>
        ))}
      </div>
      <div key={`${clue.id} ${tab}`} id="tab-page" className="cm-review-page" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>{pages[tab]()}</div>
    </>
  );
}

export default function Review() {
  const t = useWords(words);
  const {message} = App.useApp();
  const {clue: id = ''} = useParams<{clue: string}>();
  const [search] = useSearchParams();
  const [, go] = useLocation();
  const [tab, setTab] = useState<Tab>('finding');
  const [edit, setEdit] = useState<EditOf>(null);
  const {shown, fault, renew} = useDossier(id);
  const {at, queue} = useQueue(search, id);
  const marks = useMarks(shown);
  const ready = shown !== null && shown.id === id;
  const tail = search.toString() === '' ? '' : `?${search.toString()}`;
  const goTo = (clue: string) => go(`/clues/${clue}${tail}`);
  const toList = () => go(`/clues${tail}`);
  function step(by: number, from = at) {
    const to = queue.ids[from + by];
    if (to === undefined) {
      message.info(t('listDone'));
    } else {
      goTo(to);
    }
  }
  const latest = useRef(queue);
  latest.current = queue;
  const acts = useActs(ready ? shown.clue : null, (clue) => step(1, latest.current.ids.indexOf(clue)), goTo);
  const mayUnmask = useMay('clue.unmask');
  const mayCorrect = useMay('fact.correct');
  const choose = (one: Tab) => { setEdit(null); setTab(one); };
  function correct() {
    const result = shown?.result;
    setEdit({fact: marks.marks[marks.here ?? 0]?.fact ?? result?.values[0]?.fact ?? '', defendant: result?.defendant_no ?? 0, count: result?.count_no ?? 0});
    setTab('facts');
  }
  useEffect(() => { acts.arrive(id); setEdit(null); }, [id]);
  useEffect(() => {
    if (ready) {
      [at + 1, at - 1, at + 2].map((place) => queue.ids[place]).filter((one) => one !== undefined).forEach((one) => void prepare(one));
    }
  }, [ready, id, at, queue.ids]);
  useKeys(t('reviewKeys'), [
    {key: 'j', what: t('nextClue'), act: () => step(1)},
    {key: 'k', what: t('previousClue'), act: () => step(-1)},
    {key: 'n', what: t('nextHit'), act: () => marks.move(1)},
    {key: 'p', what: t('previousHit'), act: () => marks.move(-1)},
    ...TABS.map((one, i) => ({key: String(i + 1), what: t(TAB_WORDS[one]), act: () => choose(one)})),
    ...(mayCorrect ? [{key: 'e', what: t('edit'), act: correct}] : []),
  ]);
  if (fault !== null && !ready) {
    return isProblem(fault) && fault.status === 403
      ? <div className="cm-review-why"><ProblemBox error={fault} />
        <OneText title={t('openWhy')} label={t('unmaskWhy')} name={`${id}.open`} action={t('open')} busy={false} fault={null} close={toList}
          send={(text) => { giveReason(id, text); renew(); void forget(`/api/v1/clues/{clue}`); }} /></div>
      : <><ProblemBox error={fault} again={() => void forget('/api/v1/clues', '/api/v1/results')} /><p><Button onClick={toList}>{t('backToList')}</Button></p></>;
  }
  if (shown === null) {
    return <Waiting />;
  }
  return (
    <div className="cm-review" aria-busy={!ready} data-clue={shown.id}>
      <Head dossier={shown} at={at} count={queue.ids.length} more={queue.more} before={() => step(-1)} after={() => step(1)} toList={toList}
        unmask={mayUnmask ? () => acts.open({kind: 'unmask'}) : null} />
      <Left dossier={shown} at={marks} />
      <div className="cm-review-right">
        <Right dossier={shown} at={marks} tab={tab} setTab={choose} edit={edit} />
        <Bar clue={shown.clue} acts={acts} chain={() => go(`/chain/${id}${tail}`)} ready={ready} />
      </div>
    </div>
  );
}
