/* A new document from a clue: the kinds that fit, the proposed ones first; the others say why not. */
import {useState, type FormEvent} from 'react';
import {Button} from 'antd';
import {useLocation} from 'wouter';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {Labelled} from './way';
import {words} from './words';

type Choice = Schemas['DocumentChoice'];

/* Reports of a class are of a court and a time. */
const OF_A_CLASS = 'class_report';

function ClassFields() {
  const t = useWords(words);
  return (
    <div className="cm-row cm-class-fields">
      <Labelled label={t('classCourt')}>{(id) => <input id={id} name="court" className="cm-input" maxLength={200} />}</Labelled>
      <Labelled label={t('from')}>{(id) => <input id={id} name="from" type="date" className="cm-input" />}</Labelled>
      <Labelled label={t('to')}>{(id) => <input id={id} name="to" type="date" className="cm-input" />}</Labelled>
    </div>
  );
}

function Kind({choice, draft, busy}: {choice: Choice; draft: (kind: string, form: FormData) => void; busy: boolean}) {
  const t = useWords(words);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    draft(choice.kind, new FormData(event.currentTarget));
  };
  return (
    <li>
      <form onSubmit={send}>
        <Button htmlType="submit" type={choice.proposed ? 'primary' : 'default'} disabled={!choice.may} loading={busy} aria-label={t('draftKind', {kind: choice.title})}
          aria-describedby={choice.may ? undefined : `not-${choice.kind}`}>{choice.title}</Button>{' '}
        {choice.proposed && <span className="cm-tag cm-tag-S3">{t('proposed')}</span>}
        {!choice.may && <small id={`not-${choice.kind}`} className="cm-quiet">{t('cannot', {why: choice.why_not ?? ''})}</small>}
        {choice.may && choice.kind === OF_A_CLASS && <ClassFields />}
      </form>
    </li>
  );
}

export function Drafting({clue, close}: {clue: string; close: () => void}) {
  const t = useWords(words);
  const [, go] = useLocation();
  const kinds = $api.useQuery('get', '/api/v1/documents/kinds', {params: {query: {clue}}}, {retry: false});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState('');

  async function draft(kind: string, form: FormData) {
    const given = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(kind);
    try {
      const row = await answer(api.POST('/api/v1/documents', {body: {
        clue, kind, ...(given('court') && {court: given('court')}), ...(given('from') && {from: given('from')}), ...(given('to') && {to: given('to')}),
      }}));
      void forget('/api/v1/documents', '/api/v1/clues');
      go(`/documents/${row.no}`, {replace: true});
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy('');
    }
  }

  const sorted = [...(kinds.data?.items ?? [])].sort((a, b) => Number(b.may) - Number(a.may) || Number(b.proposed) - Number(a.proposed));
  return (
    <section className="cm-card cm-drafting" aria-label={t('draftFrom', {clue})}>
      <div className="cm-row"><h2>{t('draftFrom', {clue})}</h2><span className="cm-document-end"><Button size="small" onClick={close}>{t('close')}</Button></span></div>
      <p className="cm-quiet">{t('draftAbout')}</p>
      {kinds.isPending && <Waiting />}
      {kinds.error != null && <ProblemBox error={kinds.error} again={() => void kinds.refetch()} />}
      {failure !== null && <ProblemBox error={failure} />}
      <ul>{sorted.map((choice) => <Kind key={choice.kind} choice={choice} busy={busy === choice.kind} draft={(kind, form) => void draft(kind, form)} />)}</ul>
    </section>
  );
}
