/* Backups: asked for here, made as jobs. */
import {useState} from 'react';
import {App, Button, Progress} from 'antd';
import {$api, forget, type Schemas} from '../../api/client';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {words} from './words';

type Job = Schemas['Job'];

function Outcome({job}: {job: Job}) {
  if (job.progress !== null && job.state === 'running') {
    return <Progress percent={job.progress.all === 0 ? 0 : Math.round((100 * job.progress.done) / job.progress.all)} size="small" aria-label={job.title} />;
  }
  if (job.error !== null) {
    return <span>{job.error?.detail}</span>;
  }
  return <span>{job.result === null ? '' : Object.entries(job.result).filter(([, value]) => typeof value !== 'object').map(([name, value]) => `${name} ${String(value)}`).join(' · ')}</span>;
}

export default function Backup() {
  const t = useWords(words);
  const language = useLanguage();
  const {message} = App.useApp();
  const [name, setName] = useState('');
  const jobs = $api.useQuery('get', '/api/v1/jobs', {params: {query: {kind: 'backup', limit: 50}}, headers: {'Accept-Language': language}});
  const make = $api.useMutation('post', '/api/v1/backups');
  const stop = $api.useMutation('post', '/api/v1/jobs/{job}/cancel');
  return (
    <section className="cm-card" aria-label={t('backup')}>
      <p className="cm-quiet">{t('backupAbout')}</p>
      <form className="cm-row cm-admin-tools" onSubmit={(event) => {
        event.preventDefault();
        make.mutate({body: name === '' ? {} : {name}}, {onSuccess: () => { setName(''); void forget('/api/v1/jobs'); void message.success(t('started')); }});
      }}>
        <label>{t('backupName')} <input className="cm-input" value={name} pattern="[A-Za-z0-9_\-]*" maxLength={64} onChange={(event) => setName(event.target.value)} /></label>
        <Button type="primary" htmlType="submit" loading={make.isPending}>{t('makeBackup')}</Button>
      </form>
      {jobs.error !== null && <ProblemBox error={jobs.error} again={() => void jobs.refetch()} />}
      {jobs.isPending ? <Waiting /> : jobs.data === undefined ? null : jobs.data.items.length === 0 ? <Blank title={t('noBackups')} /> : (
        <table className="cm-admin-table">
          <thead><tr><th scope="col">{t('job')}</th><th scope="col">{t('state')}</th><th scope="col">{t('by')}</th><th scope="col">{t('asked')}</th><th scope="col">{t('endedAt')}</th><th scope="col">{t('result')}</th><th scope="col">{t('actions')}</th></tr></thead>
          <tbody>
            {jobs.data.items.map((job) => (
              <tr key={job.job}>
                <th scope="row">{job.job}</th><td>{job.state_title}</td><td>{job.by}</td><td>{momentText(job.made_at)}</td><td>{momentText(job.ended_at)}</td><td><Outcome job={job} /></td>
                <td>{(job.state === 'queued' || job.state === 'running') && !job.stopping && <Button size="small" aria-label={`${t('stop')} ${job.job}`} onClick={() => stop.mutate({params: {path: {job: job.job}}}, {onSuccess: () => void forget('/api/v1/jobs')})}>{t('stop')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
