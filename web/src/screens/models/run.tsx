/* Run models over all documents or a chosen set, and how far the runs are. */
import {useState, type FormEvent} from 'react';
import {App, Button, Progress, Select} from 'antd';
import {$api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {words} from './words';

type Outcome = {documents: number; models: {hit: number; undecidable: number}[]; clues: {new: number}};

function result(job: Schemas['Job']): Outcome | undefined {
  return (job.result as {run?: Outcome} | null)?.run;
}

function Runs() {
  const t = useWords(words);
  const jobs = $api.useQuery('get', '/api/v1/jobs', {params: {query: {kind: 'run', limit: 10}}},
    {refetchInterval: (query) => (query.state.data?.items.some((one) => one.state === 'queued' || one.state === 'running') ? 1500 : false)});
  if (jobs.isError) {
    return <ProblemBox error={jobs.error} />;
  }
  if (jobs.data === undefined) {
    return <Waiting />;
  }
  if (jobs.data.items.length === 0) {
    return <Blank title={t('noRuns')} about={t('noRunsAbout')} />;
  }
  return (
    <ul className="cm-models-runs" aria-live="polite">
      {jobs.data.items.map((job) => {
        const came = result(job), p = job.progress;
        return (
          <li key={job.job} className="cm-card">
            <div className="cm-row"><strong>{t('job', {n: job.job})}</strong><span className="cm-tag">{job.state_title}</span><span>{job.by}</span><span className="cm-quiet">{momentText(job.made_at)}</span></div>
            {job.state === 'running' && p && <><Progress percent={p.all === 0 ? 0 : Math.round((100 * p.done) / p.all)} aria-label={t('job', {n: job.job})} />{p.seconds_left !== null && <span>{t('left', {n: p.seconds_left})}</span>}</>}
            {came && <p>{t('runResult', {documents: came.documents, hits: came.models.reduce((sum, one) => sum + one.hit, 0), open: came.models.reduce((sum, one) => sum + one.undecidable, 0), fresh: came.clues.new})}</p>}
            {job.error?.detail && <p role="alert">{job.error.detail}</p>}
          </li>
        );
      })}
    </ul>
  );
}

export function Run({models}: {models: Schemas['Model'][]}) {
  const t = useWords(words);
  const {message} = App.useApp();
  const may = useMay('model.run');
  const [ids, setIds] = useState<string[]>([]);
  const start = $api.useMutation('post', '/api/v1/runs', {
    onSuccess: (job) => {
      void message.success(t('runStarted', {n: job.job}));
      void forget('/api/v1/jobs');
    },
  });

  function begin(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
    const source = text('source');
    const body = {models: ids.length === 0 ? undefined : ids, court: text('court'), from: text('from'), to: text('to'), source: source === undefined ? undefined : Number(source)};
    start.mutate({body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))});
  }

  return (
    <>
      {may && (
        <form className="cm-card" onSubmit={begin}>
          <label className="cm-field" htmlFor="cm-run-models"><span>{t('runWhat')}</span></label>
          <Select id="cm-run-models" mode="multiple" className="cm-models-select" value={ids} onChange={setIds} placeholder={t('runAll')} aria-label={t('runWhat')}
            optionFilterProp="label" options={models.map((one) => ({value: one.id, label: one.title}))} />
          <p className="cm-quiet">{t('runAbout')}</p>
          <div className="cm-models-fields">
            <label className="cm-field"><span>{t('court')}</span><input className="cm-input" name="court" maxLength={200} /></label>
            <label className="cm-field"><span>{t('decidedFrom')}</span><input className="cm-input" name="from" type="date" /></label>
            <label className="cm-field"><span>{t('decidedTo')}</span><input className="cm-input" name="to" type="date" /></label>
            <label className="cm-field"><span>{t('source')}</span><input className="cm-input" name="source" type="number" min={1} /></label>
          </div>
          <Button type="primary" htmlType="submit" loading={start.isPending}>{t('runStart')}</Button>
        </form>
      )}
      <h2>{t('runs')}</h2>
      <Runs />
    </>
  );
}
