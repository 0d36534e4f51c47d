import {App as Antd, Button} from 'antd';
import {$api, answer, api, forget} from '../../api/client';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {momentText} from '../../parts/values';
import {words} from './words';

export function Visits() {
  const t = useWords(words);
  const {message} = Antd.useApp();
  const list = $api.useQuery('get', '/api/v1/session/visits', {params: {query: {limit: 100}}});

  async function end(no: number) {
    try {
      await answer(api.DELETE('/api/v1/session/visits/{visit}', {params: {path: {visit: no}}}));
      void message.success(t('ended'));
    } catch (error) {
      void message.error(String((error as {detail?: string}).detail ?? error));
    }
    await forget('/api/v1/session/visits');
  }

  return (
    <section className="cm-card" aria-labelledby="visits">
      <h2 id="visits">{t('visits')}</h2>
      <p className="cm-quiet">{t('visitsAbout')}</p>
      {list.isPending && <Waiting />}
      {list.error != null && <ProblemBox error={list.error} again={() => void list.refetch()} />}
      <table className="cm-plain-table">
        <thead><tr><th scope="col">{t('address')}</th><th scope="col">{t('since')}</th><th scope="col">{t('seen')}</th><td /></tr></thead>
        <tbody>
          {list.data?.items.map((visit) => (
            <tr key={visit.no}>
              <td>{visit.address}</td><td className="cm-number">{momentText(visit.made_at)}</td><td className="cm-number">{momentText(visit.seen_at)}</td>
              <td><Button size="small" onClick={() => void end(visit.no)} aria-label={t('endVisit', {address: visit.address, at: momentText(visit.made_at)})}>{t('end')}</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
