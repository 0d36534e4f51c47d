/* A document holds names as they are: whoever looks at it first says why, for its clue. */
import {useState, type FormEvent} from 'react';
import {Button} from 'antd';
import {$api, answer, api, type Problem} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {Labelled} from './way';
import {words} from './words';

export function Masked({no, problem, again}: {no: number; problem: Problem; again: () => void}) {
  const t = useWords(words);
  const may = useMay('clue.unmask');
  // the list is in falling order: the first one after no + 1 is it
  const list = $api.useQuery('get', '/api/v1/documents', {params: {query: {after: String(-(no + 1)), limit: 1}}});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const row = list.data?.items.find((one) => one.no === no);
  if (list.isPending) {
    return <Waiting />;
  }
  if (row === undefined || !may) {
    return <Blank title={problem.title} about={problem.detail} />;
  }
  const clue = row.clue;

  async function unmask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    setBusy(true);
    try {
      await answer(api.POST('/api/v1/clues/{clue}/unmask', {params: {path: {clue}}, body: {reason}}));
      again();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <section className="cm-card cm-masked">
      <h1>{t('masked')}</h1>
      <p className="cm-quiet">{t('maskedAbout')}</p>
      <form onSubmit={(event) => void unmask(event)}>
        <Labelled label={t('reason')}>{(id) => <input id={id} name="reason" className="cm-input" required maxLength={500} autoFocus />}</Labelled>
        {failure !== null && <ProblemBox error={failure} />}
        <Button type="primary" htmlType="submit" loading={busy}>{t('unmask')}</Button>
      </form>
    </section>
  );
}
