import {useState, type FormEvent} from 'react';
import {Button} from 'antd';
import {Link} from 'wouter';
import {$api, answer, api, type Schemas} from '../../api/client';
import {words as shell} from '../../app/shell.words';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {Door, Field} from './door';
import {words} from './login.words';

const ROLES = ['system_admin', 'security_admin', 'auditor', 'prosecutor'] as const;

function Links({done}: {done: Schemas['SetupDone']}) {
  const t = useWords(words);
  return (
    <div role="status">
      <p>{t('setupDone')}</p>
      {ROLES.map((role) => {
        const code = done.invitations[role];
        const link = `${location.origin}/invitation#${code}`;
        return code == null ? null : <p key={role}>{t(role)}：<a href={link} target="_blank" rel="noreferrer">{link}</a></p>;
      })}
    </div>
  );
}

export default function Setup() {
  const t = useWords(words);
  const ts = useWords(shell);
  const [code] = useState(location.hash.slice(1));
  const state = $api.useQuery('get', '/api/v1/setup');
  const [done, setDone] = useState<Schemas['SetupDone'] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(true);
    try {
      setDone(await answer(api.POST('/api/v1/setup', {body: {
        code, office: text('office'), office_code: text('office_code'), system_admin: text('system_admin'),
        security_admin: text('security_admin'), auditor: text('auditor'), prosecutor: text('prosecutor'),
      }})));
      setFailure(null);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  if (state.isPending) {
    return <Waiting />;
  }
  const closed = state.data?.wanted === false && done === null;
  return (
    <Door title={t('setup')} about={t('setupAbout')} wide>
      {closed ? <Blank title={t('notWanted')} action={<Link href="/login">{t('login')}</Link>} /> : done !== null ? <Links done={done} /> :
        code === '' ? <Blank title={t('noCode')} /> : (
          <form onSubmit={(event) => void send(event)}>
            <Field label={t('office')} name="office" required autoFocus />
            <Field label={t('officeCode')} name="office_code" required />
            {ROLES.map((role) => <Field key={role} label={`${t(role)} · ${t('name')}`} name={role} required />)}
            {failure !== null && <p><ProblemBox error={failure} /></p>}
            <Button type="primary" htmlType="submit" block size="large" loading={busy}>{t('doSetup')}</Button>
          </form>
        )}
      {state.error != null && <ProblemBox error={state.error} again={() => void state.refetch()} />}
      <span className="cm-sr">{ts('product')}</span>
    </Door>
  );
}
