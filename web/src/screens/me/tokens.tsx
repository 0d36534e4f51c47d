import {useState, type FormEvent} from 'react';
import {Button, Select} from 'antd';
import {$api, answer, api, forget} from '../../api/client';
import {useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {momentText} from '../../parts/values';
import {Field} from '../login/door';
import {Secret} from './secret';
import {words} from './words';

function Made({own}: {own: string}) {
  const t = useWords(words);
  const right = useTerms('desk.rights');
  const [failure, setFailure] = useState<unknown>(null);
  const list = $api.useInfiniteQuery('get', '/api/v1/tokens', {params: {query: {limit: 50}}},
    {pageParamName: 'after', initialPageParam: '', getNextPageParam: (page) => page.next ?? undefined});
  const mine = list.data?.pages.flatMap((page) => page.items).filter((token) => token.person === own) ?? [];

  async function end(no: number) {
    try {
      await answer(api.DELETE('/api/v1/tokens/{token}', {params: {path: {token: no}}}));
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
    await forget('/api/v1/tokens');
  }

  return (
    <>
      {list.error != null && <ProblemBox error={list.error} again={() => void list.refetch()} />}
      {failure !== null && <ProblemBox error={failure} />}
      {mine.length === 0 ? <p className="cm-quiet">{list.isPending ? '' : t('noTokens')}</p> : (
        <table className="cm-plain-table">
          <thead><tr><th scope="col">{t('label')}</th><th scope="col">{t('scopes')}</th><th scope="col">{t('until')}</th><th scope="col">{t('state')}</th><td /></tr></thead>
          <tbody>
            {mine.map((token) => (
              <tr key={token.no}>
                <td>{token.label}</td><td>{token.scopes.map(right).join('、')}</td><td className="cm-number">{token.expires_on}</td>
                <td>{token.ended_at ? `${t('over')} ${momentText(token.ended_at)}` : t('inForce')}</td>
                <td>{!token.ended_at && <Button size="small" aria-label={t('endToken', {label: token.label})} onClick={() => void end(token.no)}>{t('end')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>{t('more')}</Button>}
    </>
  );
}

export function Tokens() {
  const t = useWords(words);
  const right = useTerms('desk.rights');
  const session = useSession();
  const [scopes, setScopes] = useState<string[]>([]);
  const [made, setMade] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function make(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const until = String(form.get('until') ?? '');
    setBusy(true);
    try {
      const done = await answer(api.POST('/api/v1/tokens', {body: {label: String(form.get('label')).trim(), scopes, ...(until !== '' && {until})}}));
      setMade(done.token);
      setFailure(null);
      setScopes([]);
      element.reset();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
    await forget('/api/v1/tokens');
  }

  return (
    <section className="cm-card cm-me-wide" aria-labelledby="tokens">
      <h2 id="tokens">{t('tokens')}</h2>
      <p className="cm-quiet">{t('tokensAbout')}</p>
      <Made own={session.name} />
      {made !== null && <Secret title={t('made')} text={made} />}
      {failure !== null && <ProblemBox error={failure} />}
      <form className="cm-token-form" onSubmit={(event) => void make(event)}>
        <Field label={t('label')} name="label" required maxLength={60} />
        <div className="cm-field"><span>{t('scopes')}</span>
          <Select mode="multiple" aria-label={t('chooseScopes')} placeholder={t('chooseScopes')} value={scopes} onChange={setScopes} optionFilterProp="label" maxTagCount="responsive"
            options={session.acts.map((act) => ({value: act, label: right(act)}))} style={{width: '100%'}} />
        </div>
        <Field label={t('until')} name="until" type="date" />
        <Button type="primary" htmlType="submit" loading={busy} disabled={scopes.length === 0}>{t('make')}</Button>
      </form>
    </section>
  );
}
