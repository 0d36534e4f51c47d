import {useRef, useState, type FormEvent} from 'react';
import {App as Antd, Button} from 'antd';
import {answer, api, forget, type Schemas} from '../../api/client';
import {useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {Field} from '../login/door';
import {Secret} from './secret';
import {words} from './words';

/* Sends what a form of passwords gives; its fields are empty afterwards. */
function useSend(act: (given: (name: string) => string) => Promise<void>) {
  const form = useRef<HTMLFormElement | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    try {
      await act((name) => String(data.get(name) ?? ''));
      setFailure(null);
      form.current?.reset();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return {form, failure, busy, send: (event: FormEvent<HTMLFormElement>) => void send(event)};
}

export function Password() {
  const t = useWords(words);
  const {message} = Antd.useApp();
  const {name} = useSession();
  const {form, failure, busy, send} = useSend(async (given) => {
    if (given('new_password') !== given('again')) {
      throw {type: 'again', title: t('different'), status: 400, instance: ''};
    }
    await answer(api.PUT('/api/v1/session/password', {body: {password: given('password'), new_password: given('new_password')}}));
    void message.success(t('changed'));
    void forget('/api/v1/session/visits');
  });
  return (
    <section className="cm-card" aria-labelledby="password">
      <h2 id="password">{t('password')}</h2>
      <p className="cm-quiet">{t('passwordAbout')}</p>
      <form ref={form} onSubmit={send}>
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        <Field label={t('now')} name="password" type="password" autoComplete="current-password" required />
        <Field label={t('fresh')} name="new_password" type="password" autoComplete="new-password" required hint={t('least')} />
        <Field label={t('again')} name="again" type="password" autoComplete="new-password" required />
        {failure !== null && <ProblemBox error={failure} />}
        <Button type="primary" htmlType="submit" loading={busy}>{t('change')}</Button>
      </form>
    </section>
  );
}

export function Codes() {
  const t = useWords(words);
  const {name} = useSession();
  const [codes, setCodes] = useState<Schemas['Codes'] | null>(null);
  const {form, failure, busy, send} = useSend(async (given) => {
    setCodes(await answer(api.POST('/api/v1/session/codes', {body: {name, password: given('password')}})));
  });
  return (
    <section className="cm-card" aria-labelledby="codes">
      <h2 id="codes">{t('codes')}</h2>
      <p className="cm-quiet">{t('codesAbout')}</p>
      {codes !== null && <><Secret title={t('secret')} text={codes.secret} /><Secret title={t('uri')} text={codes.uri} /></>}
      <form ref={form} onSubmit={send}>
        <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
        <Field label={t('now')} name="password" type="password" autoComplete="current-password" required />
        {failure !== null && <ProblemBox error={failure} />}
        <Button htmlType="submit" loading={busy}>{t('fetch')}</Button>
      </form>
    </section>
  );
}
