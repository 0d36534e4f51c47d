/* What one can do with the clue on screen: each act with its key, its button and what it asks for. */
import {useState} from 'react';
import {App, Button, Dropdown} from 'antd';
import {useMutation} from '@tanstack/react-query';
import {Link, useLocation} from 'wouter';
import {$api, answer, api, forget, isProblem, type Schemas} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useMay, useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {asksToType, CODE_KEYS, DRAFT, forgetClue, forgetTyped, keepDone, KEEP, onwardStep, REJECT, stepOf, takeDone, takeStep, undoBatch, type Step, type StepBody} from './course';
import {Decide, OneText} from './decide';
import {words} from './review.words';

type Panel = {kind: 'step'; step: Step} | {kind: 'note'} | {kind: 'draft'} | {kind: 'unmask'} | null;
type Record = Schemas['ClueRecord'];

/* Which document: a key each; what is proposed stands first, what may not be drafted says why. */
function Draft({clue, close}: {clue: Record; close: () => void}) {
  const t = useWords(words);
  const [, go] = useLocation();
  const title = useTerms('desk.documents');
  const {data: choices, error} = $api.useQuery('get', '/api/v1/documents/kinds', {params: {query: {clue: clue.id}}}, {meta: {quiet: true}});
  const {data: there} = $api.useQuery('get', '/api/v1/documents', {params: {query: {clue: clue.id, limit: 20}}}, {meta: {quiet: true}});
  const draft = useMutation({
    mutationFn: (kind: string) => answer(api.POST('/api/v1/documents', {body: {clue: clue.id, kind}})), meta: {quiet: true},
    onSuccess: (made) => { forgetClue(); void forget('/api/v1/documents'); go(`/documents/${made.no}`); },
  });
  const items = choices?.items ?? [];
  const kinds = items.filter((one) => one.may).sort((one, other) => Number(other.proposed) - Number(one.proposed));
  const refused = [...new Set(items.filter((one) => !one.may).map((one) => one.why_not ?? ''))];
  useKeys(t('draftWhich'), [{key: 'Escape', what: t('cancel'), act: close},
    ...kinds.slice(0, CODE_KEYS.length).map((kind, i) => ({key: CODE_KEYS[i] as string, what: kind.title, act: () => draft.mutate(kind.kind)}))]);
  return (
    <section className="cm-decide" aria-label={t('draft')}>
      <header className="cm-row"><strong>{t('draftWhich')}</strong><Button size="small" type="text" className="cm-end" onClick={close}>{t('cancel')} <kbd>Esc</kbd></Button></header>
      {(draft.error ?? error) !== null && <ProblemBox error={draft.error ?? error} />}
      {there !== undefined && there.items.length > 0 && <p className="cm-row">{t('toDrafts')}
        {there.items.map((one) => <Link key={one.no} href={`/documents/${one.no}`}>{title(one.kind)} {one.number ?? one.no}</Link>)}</p>}
      <div className="cm-codes" role="group" aria-label={t('draftWhich')}>
        {kinds.map((kind, i) => <Button key={kind.kind} size="small" disabled={draft.isPending} onClick={() => draft.mutate(kind.kind)}><kbd>{CODE_KEYS[i]}</kbd> {kind.title}{kind.proposed ? `（${t('proposed')}）` : ''}</Button>)}
      </div>
      {kinds.length === 0 && refused.map((why) => <p key={why} className="cm-quiet">{why}</p>)}
    </section>
  );
}

/* The acts of a clue: state of the panel, what is sent, and where one goes after it. */
export function useActs(clue: Record | null, goNext: (after: string) => void, goTo: (clue: string) => void) {
  const t = useWords(words);
  const {message} = App.useApp();
  const session = useSession();
  const [panel, open] = useState<Panel>(null);
  const [failed, setFailed] = useState<{clue: string; step: Step; error: unknown} | null>(null);
  const step = useMutation({
    mutationFn: ({of, body}: {of: Record; body: StepBody}) => takeStep(of.id, of.version, body),
    meta: {quiet: true},
    onSuccess: (moved, {of}) => {
      const title = `${moved.to_title}：${of.case_no ?? of.id}`;
      if (moved.batch !== null) {
        keepDone({batch: moved.batch, clue: of.id, title});
      }
      forgetTyped(`${of.id}.${moved.step}`);
      message.success(<span>{title} <Button size="small" type="link" onClick={undo}>{t('undo')} <kbd>u</kbd></Button></span>);
      forgetClue();
    },
    onError: (error, {of, body}) => {
      if (isProblem(error) && error.status === 412) {
        forgetClue();
      }
      const asked = of.steps.find((one) => one.step === body.step);
      if (asked !== undefined) {
        setFailed({clue: of.id, step: asked, error});
        open({kind: 'step', step: asked});
      }
      goTo(of.id);
    },
  });
  const write = useMutation({
    mutationFn: ({of, text}: {of: Record; text: string}) => answer(api.POST('/api/v1/clues/{clue}/notes', {params: {path: {clue: of.id}}, body: {text}})),
    meta: {quiet: true}, onSuccess: (_, {of}) => { forgetTyped(`${of.id}.note`); open(null); message.success(t('saved')); forgetClue(); },
  });
  const unmask = useMutation({
    mutationFn: ({of, text}: {of: Record; text: string}) => answer(api.POST('/api/v1/clues/{clue}/unmask', {params: {path: {clue: of.id}}, body: {reason: text}})),
    meta: {quiet: true}, onSuccess: (_, {of}) => { forgetTyped(`${of.id}.unmask`); open(null); forgetClue(); void forget('/api/v1/results'); },
  });
  const back = useMutation({
    mutationFn: (done: {batch: number; clue: string; title: string}) => undoBatch(done.batch),
    onSuccess: (undone, done) => {
      message.info(undone.restored > 0 ? t('undoneSaid', {title: done.title}) : t('undoLeft'));
      forgetClue();
      goTo(done.clue);
    },
  });
  function undo() {
    const mine = clue?.events.filter((event) => event.by === session.name && event.batch > 0 && !event.undone && event.version === clue.version) ?? [];
    const last = takeDone() ?? (mine[0] !== undefined && clue !== null ? {batch: mine[0].batch, clue: clue.id, title: clue.state_title} : null);
    if (last === null) {
      message.info(t('nothingToUndo'));
    } else {
      back.mutate(last);
    }
  }
  /* The next clue does not wait for the answer; a refusal brings one back. */
  function take(of: Record, body: StepBody) {
    setFailed(null);
    open(null);
    goNext(of.id);
    step.mutate({of, body});
  }
  const busy = step.isPending && step.variables.of.id === clue?.id;
  /* Another clue: its own panel, or what failed there. */
  const arrive = (id: string) => open(failed?.clue === id ? {kind: 'step', step: failed.step} : null);
  /* Straight away where it asks for nothing. */
  function begin(choice: Step | null) {
    setFailed(null);
    if (choice === null || clue === null || busy) {
      return;
    }
    if (choice.step === DRAFT) {
      open({kind: 'draft'});
    } else if (asksToType(choice).length === 0) {
      take(clue, {step: choice.step});
    } else {
      open({kind: 'step', step: choice});
    }
  }
  return {panel, open, begin, take, undo, write, unmask, busy, arrive, fault: failed !== null && failed.clue === clue?.id ? failed.error : null};
}

type Acts = ReturnType<typeof useActs>;

export function Bar({clue, acts, chain, ready}: {clue: Record; acts: Acts; chain: () => void; ready: boolean}) {
  const t = useWords(words);
  const {panel, open, begin, undo} = acts;
  const mayNote = useMay('clue.note'), mayDraft = useMay('document.draft'), mayChain = useMay('chain.open');
  const steps = ready ? clue.steps : [];
  const onward = onwardStep(steps), reject = stepOf(steps, REJECT), keep = stepOf(steps, KEEP);
  const named = [onward, reject, keep];
  const others = steps.filter((one) => one.may && !named.includes(one));
  useKeys(t('reviewKeys'), [
    ...(onward === null ? [] : [{key: 'y', what: onward.title, act: () => begin(onward)}]),
    ...(reject === null ? [] : [{key: 'x', what: t('keyReject'), act: () => begin(reject)}]),
    ...(keep === null ? [] : [{key: 's', what: t('keyKeep'), act: () => begin(keep)}]),
    ...(mayNote ? [{key: 'c', what: t('note'), act: () => open({kind: 'note'})}] : []),
    ...(mayDraft ? [{key: 'd', what: t('draft'), act: () => open({kind: 'draft'})}] : []),
    ...(mayChain ? [{key: 'g', what: t('chain'), act: chain}] : []),
    {key: 'u', what: t('undo'), act: undo},
  ]);
  const {busy} = acts;
  return (
    <section className="cm-bar" aria-label={t('decisions')}>
      {panel?.kind === 'step' && <Decide key={`${clue.id}${panel.step.step}`} clue={clue.id} step={panel.step} busy={busy} fault={acts.fault}
        take={(body) => acts.take(clue, body)} close={() => open(null)} warn={clue.urgent && panel.step.step === REJECT ? t('urgent') : undefined} />}
      {panel?.kind === 'note' && <OneText key={clue.id} title={t('note')} label={t('writeNote')} name={`${clue.id}.note`} action={t('save')} busy={acts.write.isPending} fault={acts.write.error}
        send={(text) => acts.write.mutate({of: clue, text})} close={() => open(null)} />}
      {panel?.kind === 'unmask' && <OneText key={clue.id} title={t('unmask')} label={t('unmaskWhy')} name={`${clue.id}.unmask`} action={t('unmask')} busy={acts.unmask.isPending} fault={acts.unmask.error}
        send={(text) => acts.unmask.mutate({of: clue, text})} close={() => open(null)} />}
      {panel?.kind === 'draft' && <Draft key={clue.id} clue={clue} close={() => open(null)} />}
      <div className="cm-row">
        {onward !== null && <Button size="small" type="primary" loading={busy && panel === null} onClick={() => begin(onward)}>{onward.title} <kbd>y</kbd></Button>}
        {reject !== null && <Button size="small" danger disabled={busy} onClick={() => begin(reject)}>{reject.title} <kbd>x</kbd></Button>}
        {keep !== null && <Button size="small" disabled={busy} onClick={() => begin(keep)}>{keep.title} <kbd>s</kbd></Button>}
        {mayNote && <Button size="small" onClick={() => open({kind: 'note'})}>{t('note')} <kbd>c</kbd></Button>}
        {mayDraft && <Button size="small" onClick={() => open({kind: 'draft'})}>{t('draft')} <kbd>d</kbd></Button>}
        {mayChain && <Button size="small" onClick={chain}>{t('chain')} <kbd>g</kbd></Button>}
        {others.length > 0 && <Dropdown trigger={['click']} menu={{items: others.map((one) => ({key: one.step, label: one.title})), onClick: ({key}) => begin(stepOf(steps, key))}}>
          <Button size="small">{t('more')}</Button></Dropdown>}
        <Button size="small" type="text" onClick={undo}>{t('undo')} <kbd>u</kbd></Button>
      </div>
    </section>
  );
}
