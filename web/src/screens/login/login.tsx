import {useState, type FormEvent} from 'react';
import {Button} from 'antd';
import {useLocation, useSearch} from 'wouter';
import {answer, api, isProblem} from '../../api/client';
import {renewSession} from '../../app/session';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {Door, Field} from './door';
import {words} from './login.words';

/* Where to after the log-in: only a place of this site. */
export function placeAfter(search: string): string {
  const then = new URLSearchParams(search).get('then') ?? '/';
  return then.startsWith('/') && !then.startsWith('//') && !then.startsWith('/\\') ? then : '/';
}

/* The server answers 403 when name and password are right but the password must be changed. */
function mustRenew(error: unknown): boolean {
  return isProblem(error) && error.status === 403;
}

export default function Login() {
  const t = useWords(words);
  const [, go] = useLocation();
  const search = useSearch();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const renew = mustRenew(failure);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    if (renew && text('new_password') !== text('again')) {
      setFailure({type: 'again', title: t('different'), status: 403, instance: ''});
      return;
    }
    setBusy(true);
    try {
      await answer(api.POST('/api/v1/session', {body: {
        name: text('name').trim(), password: text('password'),
        ...(text('code') && {code: text('code')}), ...(renew && {new_password: text('new_password')}),
      }}));
      await renewSession();
      go(placeAfter(search), {replace: true});
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Door title={t('login')} about={t('purpose')}>
      <form onSubmit={(event) => void send(event)}>
        <Field label={t('name')} name="name" autoComplete="username" required autoFocus />
        <Field label={t('password')} name="password" type="password" autoComplete="current-password" required />
        <Field label={t('code')} name="code" inputMode="numeric" autoComplete="one-time-code" />
        {renew && <>
          <p role="status">{t('renew')}</p>
          <Field label={t('newPassword')} name="new_password" type="password" autoComplete="new-password" required hint={t('least')} />
          <Field label={t('again')} name="again" type="password" autoComplete="new-password" required />
        </>}
        {failure !== null && <p><ProblemBox error={failure} /></p>}
        <Button type="primary" htmlType="submit" block size="large" loading={busy}>{t('login')}</Button>
      </form>
      <p className="cm-quiet">{t('noLink')}</p>
    </Door>
  );
}
