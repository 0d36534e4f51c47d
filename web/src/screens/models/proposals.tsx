/* Proposals: what stands in the way, what would change, and the decision of a second person. */
import {useState} from 'react';
import {useMutation} from '@tanstack/react-query';
import {Button, Input} from 'antd';
import {useSearchParams} from 'wouter';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import {useMay, useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {Diff, Mistakes} from './diff';
import {words} from './words';

type Decision = 'publish' | 'refuse' | 'drop';

function Report({report}: {report: Schemas['ProposalReport']}) {
  const t = useWords(words);
  return (
    <div aria-live="polite">
      <p><strong>{report.ready ? `✓ ${t('ready')}` : `✕ ${t('notReady')}`}</strong></p>
      <ul>{report.obstacles.map((one) => <li key={one.id}>{one.text}</li>)}</ul>
      <p>{t('ownCases')}: {t('tested', {cases: report.cases, passed: report.passed})}</p>
      <Mistakes list={report.problems} />
      {report.base && <p>{t('baseCases', {n: report.base.version})}: {t('tested', {cases: report.base.cases, passed: report.base.passed})}</p>}
      {report.base && report.base.rewritten.length > 0 && <><p><strong>{t('rewritten')}</strong></p><ul>{report.base.rewritten.map((one) => <li key={one}>{one}</li>)}</ul></>}
      {report.base && <Mistakes list={report.base.problems} />}
    </div>
  );
}

function Decide({proposal}: {proposal: Schemas['Proposal']}) {
  const t = useWords(words);
  const [reason, setReason] = useState('');
  const mine = useSession().name === proposal.author;
  const mayPublish = useMay('model.publish'), mayEdit = useMay('model.edit');
  const decide = useMutation({
    mutationFn: (how: Decision) => {
      const sent = {params: {path: {proposal: proposal.proposal}, header: {'If-Match': `"${proposal.version}"`}}, body: {reason}};
      return answer(how === 'publish' ? api.POST('/api/v1/proposals/{proposal}/publish', sent)
        : how === 'refuse' ? api.POST('/api/v1/proposals/{proposal}/refuse', sent) : api.POST('/api/v1/proposals/{proposal}/drop', sent));
    },
    meta: {quiet: true},
    onSuccess: () => forget('/api/v1/proposals', '/api/v1/models'),
  });
  if (proposal.state !== 'open' || (!mayPublish && !(mayEdit && mine))) {
    return null;
  }
  const none = reason.trim() === '';
  return (
    <section className="cm-card">
      <label className="cm-field"><span>{t('reason')}</span><Input.TextArea value={reason} rows={2} maxLength={2000} onChange={(event) => setReason(event.target.value)} /></label>
      {decide.isError && <ProblemBox error={decide.error} />}
      <div className="cm-row">
        {mayPublish && <Button type="primary" disabled={none || mine} loading={decide.isPending} onClick={() => decide.mutate('publish')}>{t('publish')}</Button>}
        {mayPublish && <Button disabled={none || mine} onClick={() => decide.mutate('refuse')}>{t('refuse')}</Button>}
        {mayEdit && mine && <Button disabled={none} onClick={() => decide.mutate('drop')}>{t('drop')}</Button>}
        {mine && <span className="cm-quiet">{t('ownProposal')}</span>}
      </div>
    </section>
  );
}

function One({no, back}: {no: number; back: () => void}) {
  const t = useWords(words);
  const path = {params: {path: {proposal: no}}};
  const proposal = $api.useQuery('get', '/api/v1/proposals/{proposal}', path);
  const report = $api.useQuery('get', '/api/v1/proposals/{proposal}/check', path);
  const diff = $api.useQuery('get', '/api/v1/proposals/{proposal}/diff', {params: {path: {proposal: no}, query: {limit: 50}}});
  if (proposal.isError) {
    return <ProblemBox error={proposal.error} />;
  }
  if (proposal.data === undefined) {
    return <Waiting />;
  }
  const p = proposal.data;
  return (
    <>
      <div className="cm-row"><Button onClick={back}>{t('back')}</Button><h2>{t('proposal', {n: no})}: {p.title ?? p.model} v{p.model_version}</h2><span className="cm-tag">{t(p.state)}</span></div>
      <p>{p.author}, {momentText(p.changed_at)}: {p.why}</p>
      {p.decided_by && <p>{t(p.state)}: {p.decided_by}, {momentText(p.decided_at)}: {p.decided_why}</p>}
      <section className="cm-card">{report.isError ? <ProblemBox error={report.error} /> : report.data ? <Report report={report.data} /> : <p>{t('checking')}…</p>}</section>
      <section className="cm-card">{diff.isError ? <ProblemBox error={diff.error} /> : diff.data ? <Diff diff={diff.data} /> : <p>{t('comparing')}…</p>}</section>
      <Decide proposal={p} />
      <details className="cm-card"><summary>{t('text')}</summary><pre className="cm-models-source" tabIndex={0}>{p.text}</pre></details>
    </>
  );
}

export function Proposals() {
  const t = useWords(words);
  const [search, setSearch] = useSearchParams();
  const list = $api.useQuery('get', '/api/v1/proposals', {params: {query: {}}});
  const open = Number(search.get('proposal') ?? 0);
  if (open > 0) {
    return <One no={open} back={() => setSearch({tab: 'proposals'})} />;
  }
  if (list.isError) {
    return <ProblemBox error={list.error} again={() => void list.refetch()} />;
  }
  if (list.data === undefined) {
    return <Waiting />;
  }
  if (list.data.items.length === 0) {
    return <Blank title={t('noProposals')} about={t('noProposalsAbout')} />;
  }
  return (
    <table className="cm-models-table">
      <thead><tr><th scope="col">{t('proposals')}</th><th scope="col">{t('state')}</th><th scope="col">{t('version')}</th><th scope="col">{t('author')}</th><th scope="col">{t('at')}</th><th scope="col">{t('why')}</th></tr></thead>
      <tbody>
        {list.data.items.map((p) => (
          <tr key={p.proposal}>
            <td><a href={`/models?tab=proposals&proposal=${p.proposal}`} onClick={(event) => { event.preventDefault(); setSearch({tab: 'proposals', proposal: String(p.proposal)}); }}>{p.proposal} {p.title ?? p.model}</a></td>
            <td>{t(p.state)}</td><td>v{p.model_version}</td><td>{p.author}</td><td>{momentText(p.changed_at)}</td><td>{p.why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
