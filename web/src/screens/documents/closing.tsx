/* After the reply: the clue is closed with its outcome, right here. */
import {useState, type FormEvent} from 'react';
import {App as Antd, Button} from 'antd';
import {$api, answer, api, forget} from '../../api/client';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {Labelled} from './way';
import {words} from './words';

export function Closing({clue}: {clue: string}) {
  const t = useWords(words);
  const {message} = Antd.useApp();
  const outcome = useTerms('desk.outcomes');
  const terms = $api.useQuery('get', '/api/v1/terms', {params: {query: {list: 'desk.outcomes'}}}, {staleTime: Infinity});
  const {data} = $api.useQuery('get', '/api/v1/clues/{clue}', {params: {path: {clue}}}, {retry: false});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const step = data?.steps.find((one) => one.step === 'close' && one.may);
  if (data === undefined || step === undefined) {
    return data === undefined ? null : <p className="cm-quiet">{t('clueState', {state: data.state_title})}</p>;
  }
  const version = data.version;

  async function close(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(true);
    try {
      await answer(api.POST('/api/v1/clues/{clue}/steps', {
        params: {path: {clue}, header: {'If-Match': `"${version}"`}},
        body: {
          step: 'close', outcome: given('outcome'), why: given('why'),
          ...(given('amount') !== '' && {amount: Math.round(Number(given('amount')) * 100)}),
          ...(given('persons') !== '' && {persons: Number(given('persons'))}),
        },
      }));
      void message.success(t('clueClosed'));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      await forget('/api/v1/clues', '/api/v1/documents', '/api/v1/home', '/api/v1/statistics');
    }
  }

  return (
    <section className="cm-card" aria-label={t('closeClue')}>
      <h2>{t('closeClue')}</h2>
      <p className="cm-quiet">{t('closeAbout')}</p>
      <form onSubmit={(event) => void close(event)}>
        <Labelled label={t('outcome')}>{(id) => (
          <select id={id} name="outcome" className="cm-input" required>
            {terms.data?.lists.flatMap((list) => list.terms).map((term) => <option key={term.id} value={term.id}>{outcome(term.id)}</option>)}
          </select>
        )}</Labelled>
        <Labelled label={t('amount')}>{(id) => <input id={id} name="amount" type="number" min="0" step="0.01" className="cm-input" />}</Labelled>
        <Labelled label={t('persons')}>{(id) => <input id={id} name="persons" type="number" min="0" step="1" className="cm-input" />}</Labelled>
        <Labelled label={t('why')}>{(id) => <textarea id={id} name="why" className="cm-input cm-area" rows={2} required />}</Labelled>
        {failure !== null && <ProblemBox error={failure} />}
        <Button type="primary" htmlType="submit" loading={busy}>{t('closeClue')}</Button>
      </form>
    </section>
  );
}
