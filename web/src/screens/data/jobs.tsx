/* Long work with its progress, and what was not read of it. The shell asks for jobs anew when the server tells of one. */
import {useState} from 'react';
import {Button, Drawer, Popconfirm, Progress, Table} from 'antd';
import {$api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {words} from './words';

type Job = Schemas['Job'];

function Log({job}: {job: number}) {
  const t = useWords(words);
  const {data, error} = $api.useQuery('get', '/api/v1/jobs/{job}/log', {params: {path: {job}, query: {limit: 200}}});
  if (error) {
    return <ProblemBox error={error} />;
  }
  if (data === undefined) {
    return <Waiting />;
  }
  return data.items.length === 0 ? <p>{t('noLog')}</p> : <ol>{data.items.map((line) => <li key={line.line}>{line.text}</li>)}</ol>;
}

function Advance({job}: {job: Job}) {
  const t = useWords(words);
  const p = job.progress;
  if (job.state !== 'running' || p == null) {
    return job.error ? <span className="cm-tag cm-tag-S1">{job.error.detail ?? job.error.status}</span> : null;
  }
  const percent = p.all === 0 ? 0 : Math.floor((100 * p.done) / p.all);
  return <><Progress percent={percent} size="small" aria-label={t('progress')} />{p.seconds_left !== null && <small className="cm-quiet">{t('left', {n: p.seconds_left})}</small>}</>;
}

export function Jobs() {
  const t = useWords(words);
  const [log, setLog] = useState<number | null>(null);
  const mayRebuild = useMay('data.import');
  const {data, error, refetch} = $api.useQuery('get', '/api/v1/jobs', {params: {query: {limit: 20}}});
  const cancel = $api.useMutation('post', '/api/v1/jobs/{job}/cancel', {onSuccess: () => forget('/api/v1/jobs')});
  const rebuild = $api.useMutation('post', '/api/v1/rebuilds', {onSuccess: () => forget('/api/v1/jobs')});
  const ends = (job: Job) => job.state === 'queued' || job.state === 'running';
  return (
    <section className="cm-card">
      <div className="cm-row"><h2>{t('jobs')}</h2>
        {mayRebuild && <Popconfirm title={t('rebuild')} description={t('rebuildAbout')} onConfirm={() => rebuild.mutate({})} cancelText={t('close')}><Button size="small">{t('rebuild')}</Button></Popconfirm>}
      </div>
      {error ? <ProblemBox error={error} again={() => void refetch()} /> : data === undefined ? <Waiting /> : data.items.length === 0 ? <Blank title={t('noJobs')} about={t('noJobsAbout')} /> : (
        <Table<Job> size="small" rowKey="job" dataSource={data.items} pagination={false} columns={[
          {title: t('job'), render: (_, job) => `${job.job} ${job.title}`},
          {title: t('state'), dataIndex: 'state_title'},
          {title: t('progress'), width: 260, render: (_, job) => <Advance job={job} />},
          {title: t('by'), dataIndex: 'by'},
          {title: t('at'), render: (_, job) => momentText(job.begun_at ?? job.made_at)},
          {title: t('log'), render: (_, job) => (
            <>
              <Button size="small" onClick={() => setLog(job.job)} aria-label={`${t('log')} ${job.job}`}>{t('log')}</Button>{' '}
              {ends(job) && <Button size="small" disabled={job.stopping} onClick={() => cancel.mutate({params: {path: {job: job.job}}})} aria-label={`${t('cancel')} ${job.job}`}>{t('cancel')}</Button>}
            </>
          )},
        ]} />
      )}
      <Drawer open={log !== null} onClose={() => setLog(null)} title={t('logOf', {n: log ?? 0})} size="large">{log !== null && <Log job={log} />}</Drawer>
    </section>
  );
}
