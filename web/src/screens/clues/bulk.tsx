/* One step with all that is selected, what became of it, and the way back. */
import {useEffect, useRef, useState} from 'react';
import {App, Button, Modal} from 'antd';
import {$api, answer, api, forget, type Schemas} from '../../api/client';
import type {paths} from '../../api/schema';
import {useWords} from '../../app/words';
import {countText} from '../../parts/values';
import type {ListQuery} from './filters';
import type {Selection} from './selection';
import {words} from './words';

type Step = Schemas['BulkStepList']['items'][number];
type Bulk = Schemas['Bulk'];
type Body = paths['/api/v1/clues/steps']['post']['requestBody']['content']['application/json'];

const FIELDS = {why: 'why', to_person: 'toPerson', into: 'into', day: 'day', to_office: 'toOffice', reason: 'reason'} as const;

function Ask({ask, value, set}: {ask: Schemas['StepAsk']; value: string; set: (value: string) => void}) {
  const t = useWords(words);
  const member = ask.member ?? '';
  const offices = $api.useQuery('get', '/api/v1/offices', {}, {enabled: member === 'to_office'});
  const label = member in FIELDS ? t(FIELDS[member as keyof typeof FIELDS]) : t('other', {name: ask.kind});
  const choices = ask.codes?.map((code) => [code.id, code.title] as const) ?? offices.data?.items.map((one) => [one.name, one.name] as const);
  return (
    <label className="cm-field">
      <span>{label}</span>
      {choices !== undefined ? (
        <select className="cm-input" value={value} required onChange={(event) => set(event.target.value)}>
          <option value="" />
          {choices.map(([id, title]) => <option key={id} value={id}>{title}</option>)}
        </select>
      ) : <input className="cm-input" type={member === 'day' ? 'date' : 'text'} value={value} required onChange={(event) => set(event.target.value)} />}
    </label>
  );
}

/* Undo stays until it is pressed or closed. */
export function useUndo(): {told: (bulk: Bulk, step: string) => void; undo: () => void} {
  const t = useWords(words);
  const {notification} = App.useApp();
  const [batches, setBatches] = useState<number[]>([]);

  async function undo(these: number[]) {
    let restored = 0, left = 0;
    for (const batch of these) {
      const undone = await answer(api.POST('/api/v1/batches/{batch}/undo', {params: {path: {batch}}}));
      restored += undone.restored;
      left += undone.left_alone.length;
    }
    setBatches([]);
    void forget('/api/v1/clues', '/api/v1/home');
    notification.success({key: 'bulk', title: t('undone', {n: countText(restored)}), description: left === 0 ? undefined : t('leftAlone', {n: countText(left)})});
  }
  const attempt = (these: number[]) => void undo(these).catch((error: unknown) => notification.error({key: 'bulk', title: (error as {title?: string}).title ?? String(error)}));

  return {
    undo: () => batches.length !== 0 && attempt(batches),
    told(bulk, step) {
      setBatches(bulk.batches);
      notification.open({
        key: 'bulk', duration: 0, role: 'status', title: t('done', {step, n: countText(bulk.done)}),
        description: <>
          {bulk.elsewhere !== 0 && <p>{t('elsewhere', {n: countText(bulk.elsewhere)})}</p>}
          {bulk.refused.length !== 0 && <><p>{t('refused', {n: countText(bulk.refused.length)})}</p>
            <ul className="cm-refused">{bulk.refused.slice(0, 20).map((one) => <li key={one.clue}>{one.clue} {one.words}</li>)}</ul></>}
        </>,
        actions: bulk.done === 0 ? undefined : <Button onClick={() => attempt(bulk.batches)}>{t('undo')}</Button>,
      });
    },
  };
}

export function BulkForm({query, selection, close, told}: {query: ListQuery; selection: Selection; close: () => void; told: (bulk: Bulk, step: string) => void}) {
  const t = useWords(words);
  const steps = $api.useQuery('get', '/api/v1/clues/steps');
  const [id, setId] = useState('');
  const [given, setGiven] = useState<Record<string, string>>({});
  const first = useRef<HTMLSelectElement | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => first.current?.focus(), 80); // after the dialog has taken the focus
    return () => clearTimeout(timer);
  }, []);
  const take = $api.useMutation('post', '/api/v1/clues/steps', {
    onSuccess: (bulk) => {
      told(bulk, step?.title ?? id);
      selection.clear();
      close();
      void forget('/api/v1/clues', '/api/v1/home', '/api/v1/statistics');
    },
  });
  const may = steps.data?.items.filter((one) => one.may) ?? [];
  const step: Step | undefined = may.find((one) => one.step === id);
  const asks = step?.asks.filter((ask) => ask.member !== null) ?? [];
  const ready = step !== undefined && asks.every((ask) => (given[ask.member ?? ''] ?? '').trim() !== '');

  function send() {
    const {order: _order, ...filter} = query;
    const members = Object.fromEntries(asks.map((ask) => [ask.member ?? '', (given[ask.member ?? ''] ?? '').trim()]));
    const body = {...(selection.all ? {...filter, ...(selection.ids.length === 0 ? {} : {except: selection.ids})} : {only: selection.ids}), ...members, step: id};
    take.mutate({body: body as Body});
  }

  return (
    <Modal open title={`${t('bulk')} · ${t('chosen', {n: countText(selection.count)})}`} onCancel={close} onOk={send} okText={t('take')}
      okButtonProps={{disabled: !ready, loading: take.isPending}}>
      <label className="cm-field">
        <span>{t('step')}</span>
        <select className="cm-input" ref={first} value={id} onChange={(event) => { setId(event.target.value); setGiven({}); }}>
          <option value="" />
          {may.map((one) => <option key={one.step} value={one.step}>{one.title} → {one.to_title}</option>)}
        </select>
      </label>
      {asks.map((ask) => <Ask key={ask.member} ask={ask} value={given[ask.member ?? ''] ?? ''} set={(value) => setGiven({...given, [ask.member ?? '']: value})} />)}
      {step?.bulk === 'calm' && <p role="note"><span className="cm-tag cm-tag-S1">{t('urgent')}</span> {t('calm')}</p>}
    </Modal>
  );
}
