/* Files in, then one import of them all; below it the jobs. */
import {useRef, useState, type DragEvent} from 'react';
import {App, Button, Input, Table} from 'antd';
import {$api, forget} from '../../api/client';
import {useWords} from '../../app/words';
import {countText} from '../../parts/values';
import {Jobs} from './jobs';
import {chosen, dropped, sendAll, type Sending} from './upload';
import {words} from './words';

let next = 0;

function useFiles() {
  const [files, setFiles] = useState<Sending[]>([]);
  const add = (named: {file: File; name: string}[]) => {
    const fresh = named.map(({file, name}): Sending => ({key: ++next, file, name, state: 'waits', upload: null, why: ''}));
    setFiles((before) => [...before, ...fresh]);
    void sendAll(fresh, (one) => setFiles((before) => before.map((old) => (old.key === one.key ? one : old))));
  };
  const remove = (key: number) => setFiles((before) => before.filter((one) => one.key !== key));
  return {files, add, remove, clear: () => setFiles([])};
}

function Drop({add}: {add: (named: {file: File; name: string}[]) => void}) {
  const t = useWords(words);
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement | null>(null), folder = useRef<HTMLInputElement | null>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void dropped(event.dataTransfer.items).then(add);
  };
  const take = (input: HTMLInputElement) => {
    add(chosen(input.files ?? new DataTransfer().files));
    input.value = '';
  };
  return (
    <div className="cm-data-drop" data-over={over} onDrop={drop} onDragLeave={() => setOver(false)} onDragOver={(event) => { event.preventDefault(); setOver(true); }}>
      <strong>{t('dropTitle')}</strong>
      <p className="cm-quiet">{t('dropAbout')}</p>
      <Button type="primary" onClick={() => files.current?.click()}>{t('chooseFiles')}</Button>{' '}
      <Button onClick={() => folder.current?.click()}>{t('chooseFolder')}</Button>
      <input className="cm-data-hidden" ref={files} type="file" multiple tabIndex={-1} aria-label={t('chooseFiles')} onChange={(event) => take(event.target)} />
      <input className="cm-data-hidden" ref={folder} type="file" multiple tabIndex={-1} aria-label={t('chooseFolder')} {...{webkitdirectory: ''}} onChange={(event) => take(event.target)} />
    </div>
  );
}

function Chosen({files, remove}: {files: Sending[]; remove: (key: number) => void}) {
  const t = useWords(words);
  const said = (one: Sending) => (one.state === 'failed' ? <span className="cm-tag cm-tag-S1">{t('failed', {why: one.why})}</span> : t(one.state));
  return (
    <Table<Sending> size="small" rowKey="key" dataSource={files} pagination={{pageSize: 20, hideOnSinglePage: true}} aria-label={t('chosen')}
      columns={[
        {title: t('file'), dataIndex: 'name'},
        {title: t('size'), align: 'right', render: (_, one) => `${countText(Math.ceil(one.file.size / 1024))} KB`},
        {title: t('state'), render: (_, one) => said(one)},
        {title: '', render: (_, one) => <Button size="small" type="text" onClick={() => remove(one.key)} aria-label={`${t('remove')} ${one.name}`}>{t('remove')}</Button>},
      ]} />
  );
}

export function Imports() {
  const t = useWords(words);
  const {message} = App.useApp();
  const {files, add, remove, clear} = useFiles();
  const [label, setLabel] = useState(''), [day, setDay] = useState('');
  const start = $api.useMutation('post', '/api/v1/imports');
  const there = files.filter((one) => one.upload !== null);
  const busy = files.some((one) => one.state === 'waits' || one.state === 'sending');
  const go = () => start.mutate({body: {uploads: there.map((one) => one.upload ?? 0), ...(label !== '' && {label}), ...(day !== '' && {received_on: day})}}, {
    onSuccess: (job) => {
      void message.success(t('accepted', {n: job.job}));
      clear();
      void forget('/api/v1/jobs', '/api/v1/uploads');
    },
  });
  return (
    <>
      <section className="cm-card">
        <Drop add={add} />
        {files.length !== 0 && (
          <>
            <p role="status" aria-live="polite">{t('sent', {done: there.length, all: files.length})}</p>
            <Chosen files={files} remove={remove} />
            <div className="cm-row cm-data-fields">
              <label>{t('label')}<Input value={label} maxLength={200} onChange={(event) => setLabel(event.target.value)} /></label>
              <label>{t('receivedOn')}<Input type="date" value={day} onChange={(event) => setDay(event.target.value)} /></label>
              <Button type="primary" disabled={busy || there.length === 0} loading={start.isPending} onClick={go}>{t('start', {n: there.length})}</Button>
              <span className="cm-quiet">{t('receivedAbout')}</span>
            </div>
          </>
        )}
      </section>
      <Jobs />
    </>
  );
}
