/* Each import with what came of it; deleting one with its key, and the certificates of those that are gone. */
import {useState} from 'react';
import {Button, Table} from 'antd';
import {$api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {countText, dayText, momentText} from '../../parts/values';
import {Delete} from './delete';
import {words} from './words';

type Source = Schemas['Source'];

const NUMBERS = ['files', 'documents', 'duplicates', 'not_read'] as const;

function Receipts() {
  const t = useWords(words);
  const {data, error} = $api.useQuery('get', '/api/v1/receipts', {params: {query: {limit: 100}}});
  if (error) {
    return <ProblemBox error={error} />;
  }
  if (data === undefined) {
    return <Waiting />;
  }
  return data.items.length === 0 ? <p>{t('noReceipts')}</p> : (
    <Table size="small" rowKey="source" dataSource={data.items} pagination={false} columns={[
      {title: t('source'), dataIndex: 'source'},
      {title: t('deletedAt'), render: (_, one) => momentText(one.deleted_at)},
      {title: t('why'), dataIndex: 'reason'},
      {title: t('backups'), render: (_, one) => (one.backups.length === 0 ? '—' : one.backups.join('、'))},
    ]} />
  );
}

export function Sources() {
  const t = useWords(words);
  const deleting = useMay('data.delete');
  const [gone, setGone] = useState<Source | null>(null);
  const {data, error, refetch} = $api.useQuery('get', '/api/v1/sources', {params: {query: {limit: 200}}});
  const remove = $api.useMutation('delete', '/api/v1/sources/{source}', {onSuccess: () => { setGone(null); void forget('/api/v1/jobs', '/api/v1/sources', '/api/v1/coverage', '/api/v1/receipts'); }});
  const title = {files: t('files'), documents: t('documents'), duplicates: t('duplicates'), not_read: t('notReadShort')};
  return (
    <>
      {error ? <ProblemBox error={error} again={() => void refetch()} /> : data === undefined ? <Waiting /> : data.items.length === 0 ? <Blank title={t('noData')} about={t('noDataAbout')} /> : (
        <Table<Source> size="small" rowKey="source" dataSource={data.items} pagination={false} columns={[
          {title: t('source'), render: (_, one) => `${one.source} ${one.label}`},
          {title: t('receivedOn'), render: (_, one) => dayText(one.received_on)},
          ...NUMBERS.map((name) => ({title: title[name], align: 'right' as const, render: (_: unknown, one: Source) => countText(one[name])})),
          {title: t('fingerprint'), render: (_, one) => <code>{one.key?.slice(0, 8) ?? '—'}</code>},
          ...(deleting ? [{title: t('delete'), render: (_: unknown, one: Source) => <Button size="small" danger onClick={() => setGone(one)} aria-label={`${t('delete')} ${one.label}`}>{t('delete')}</Button>}] : []),
        ]} />
      )}
      <section className="cm-card"><h2>{t('receipts')}</h2><Receipts /></section>
      {gone && <Delete title={t('deleteSource', {name: gone.label})} busy={remove.isPending} close={() => setGone(null)} done={(reason) => remove.mutate({params: {path: {source: gone.source}, query: {reason}}})} />}
    </>
  );
}
