/* Tables of departments: those that are there with their columns, and bringing in one of the standard ones. */
import {useState} from 'react';
import {App, Button, Select, Table} from 'antd';
import {$api, forget, type Schemas} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {countText} from '../../parts/values';
import {Delete} from './delete';
import {reasonOf, send} from './upload';
import {words} from './words';

type Columns = Schemas['TableColumns'];

function ColumnList({columns}: {columns: Columns}) {
  const t = useWords(words);
  return <p>{columns.map((one) => <span key={one.name} className="cm-tag" title={one.name}>{one.title}{one.key && ` · ${t('key')}`}{one.personal && ` · ${t('personal')}`}</span>)}</p>;
}

function ImportTable() {
  const t = useWords(words);
  const {message} = App.useApp();
  const [table, setTable] = useState<string | null>(null), [file, setFile] = useState<File | null>(null), [sending, setSending] = useState(false);
  const schemas = $api.useQuery('get', '/api/v1/table-schemas');
  const start = $api.useMutation('post', '/api/v1/tables');
  const chosen = schemas.data?.items.find((one) => one.table === table);
  const go = async () => {
    if (file === null || table === null) {
      return;
    }
    setSending(true);
    try {
      const upload = await send(file, file.name);
      start.mutate({body: {table, upload}}, {onSuccess: (job) => {
        void message.success(t('accepted', {n: job.job}));
        void forget('/api/v1/jobs', '/api/v1/tables');
      }});
    } catch (error) {
      void message.error(t('failed', {why: reasonOf(error)}));
    } finally {
      setSending(false);
    }
  };
  return (
    <section className="cm-card"><h2>{t('importTable')}</h2>
      <div className="cm-row cm-data-fields">
        <label>{t('standard')}<Select aria-label={t('standard')} style={{width: 260}} value={table} onChange={setTable} options={(schemas.data?.items ?? []).map((one) => ({value: one.table, label: one.title}))} /></label>
        <label>{t('csv')}<input type="file" accept=".csv,text/csv" onChange={(event) => setFile(event.target.files?.[0] ?? null)} /></label>
        <Button type="primary" disabled={file === null || table === null} loading={sending || start.isPending} onClick={() => void go()}>{t('importTable')}</Button>
      </div>
      {chosen && <ColumnList columns={chosen.columns} />}
    </section>
  );
}

export function Tables() {
  const t = useWords(words);
  const importing = useMay('data.import'), deleting = useMay('data.delete');
  const [gone, setGone] = useState<{table: string; title: string} | null>(null);
  const {data, error, refetch} = $api.useQuery('get', '/api/v1/tables');
  const remove = $api.useMutation('delete', '/api/v1/tables/{table}', {onSuccess: () => { setGone(null); void forget('/api/v1/jobs', '/api/v1/tables'); }});
  return (
    <>
      {importing && <ImportTable />}
      {error ? <ProblemBox error={error} again={() => void refetch()} /> : data === undefined ? <Waiting /> : data.items.length === 0 ? <Blank title={t('noTables')} about={t('noTablesAbout')} /> : (
        <Table size="small" rowKey="table" dataSource={data.items} pagination={false} expandable={{expandedRowRender: (one) => <ColumnList columns={one.columns} />}} columns={[
          {title: t('table'), render: (_, one) => `${one.title} (${one.table})`},
          {title: t('rows'), align: 'right', render: (_, one) => countText(one.rows)},
          {title: t('sealed'), align: 'right', render: (_, one) => countText(one.sealed)},
          {title: t('notTaken'), align: 'right', render: (_, one) => countText(one.not_taken)},
          ...(deleting ? [{title: t('delete'), render: (_: unknown, one: {table: string; title: string}) => <Button size="small" danger onClick={() => setGone(one)} aria-label={`${t('delete')} ${one.title}`}>{t('delete')}</Button>}] : []),
        ]} />
      )}
      {gone && <Delete title={t('deleteTable', {name: gone.title})} busy={remove.isPending} close={() => setGone(null)} done={(reason) => remove.mutate({params: {path: {table: gone.table}, query: {reason}}})} />}
    </>
  );
}
