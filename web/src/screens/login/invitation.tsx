import {useState, type FormEvent} from 'react';
import {Button} from 'antd';
import {useLocation} from 'wouter';
import {answer, api} from '../../api/client';
import {renewSession} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {Door, Field} from './door';
import {words} from './login.words';

/* The code is the part of the link behind '#', which a browser sends nowhere. */
export default function Invitation() {
  const t = useWords(words);
  const [, go] = useLocation();
  const [code] = useState(location.hash.slice(1));
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get('password'));
    if (password !== String(form.get('again'))) {
      setFailure({type: 'again', title: t('different'), status: 0, instance: ''});
      return;
    }
    setBusy(true);
    try {
      await answer(api.POST('/api/v1/invitations/accept', {body: {code, password}}));
      await renewSession();
      go('/', {replace: true});
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Door title={t('invitation')} about={t('invitationAbout')}>
      {code === '' ? <Blank title={t('noCode')} /> : (
        <form onSubmit={(event) => void send(event)}>
          <Field label={t('newPassword')} name="password" type="password" autoComplete="new-password" required autoFocus hint={t('least')} />
          <Field label={t('again')} name="again" type="password" autoComplete="new-password" required />
          {failure !== null && <p><ProblemBox error={failure} /></p>}
          <Button type="primary" htmlType="submit" block size="large" loading={busy}>{t('enter')}</Button>
        </form>
      )}
    </Door>
  );
}
