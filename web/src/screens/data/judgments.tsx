/* Judgments of the archive under filters that stand in the address. */
import {Button, Input, Select, Table} from 'antd';
import {useSearchParams} from 'wouter';
import {$api} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {dayText} from '../../parts/values';
import {words} from './words';

const FIELDS = ['court', 'number', 'from', 'to'] as const;

function useAsked() {
  const [query, setQuery] = useSearchParams();
  const set = (name: string, value: string) => setQuery((before) => {
    const after = new URLSearchParams(before);
    after.delete('after');
    if (value === '') {
      after.delete(name);
    } else {
      after.set(name, value);
    }
    return after;
  });
  const asked: Record<string, string> = {};
  for (const name of [...FIELDS, 'read', 'after']) {
    const value = query.get(name);
    if (value !== null && value !== '') {
      asked[name] = value;
    }
  }
  return {asked, set};
}

function List() {
  const t = useWords(words);
  const {asked, set} = useAsked();
  const {read, ...rest} = asked;
  const reading: 'whole' | 'gaps' | undefined = read === 'whole' || read === 'gaps' ? read : undefined;
  const filter = {...rest, ...(reading !== undefined && {read: reading})};
  const {data, error, refetch} = $api.useQuery('get', '/api/v1/judgments', {params: {query: {limit: 50, ...filter}}});
  const group = useTerms('group');
  const label = {court: t('court'), number: t('caseNo'), from: t('from'), to: t('to')};
  return (
    <>
      <div className="cm-row cm-data-fields">
        {FIELDS.map((name) => (
          <label key={name}>{label[name]}
            <Input key={asked[name] ?? ''} type={name === 'from' || name === 'to' ? 'date' : 'text'} defaultValue={asked[name] ?? ''} onPressEnter={(event) => set(name, event.currentTarget.value)} onBlur={(event) => event.target.value !== (asked[name] ?? '') && set(name, event.target.value)} />
          </label>
        ))}
        <label>{t('readState')}<Select aria-label={t('readState')} value={read ?? ''} style={{width: 160}} onChange={(value) => set('read', value)} options={[{value: '', label: t('all')}, {value: 'whole', label: t('readWhole')}, {value: 'gaps', label: t('readNot')}]} /></label>
      </div>
      {error ? <ProblemBox error={error} again={() => void refetch()} /> : data === undefined ? <Waiting /> : data.items.length === 0 ? <Blank title={t('noneFound')} about={t('widen')} /> : (
        <>
          <Table size="small" rowKey="doc" dataSource={data.items} pagination={false} columns={[
            {title: t('caseNo'), render: (_, one) => one.case_no ?? one.doc},
            {title: t('court'), render: (_, one) => one.court ?? '—'},
            {title: t('decidedOn'), render: (_, one) => dayText(one.decided_on)},
            {title: t('type'), render: (_, one) => one.document_type ?? '—'},
            {title: t('readState'), render: (_, one) => (one.partly.length + one.unread.length === 0 ? t('readWhole') : `${t('readNot')}: ${[...one.unread, ...one.partly].map(group).join('、')}`)},
          ]} />
          {data.next !== null && <Button onClick={() => set('after', data.next ?? '')}>{t('more')}</Button>}
        </>
      )}
    </>
  );
}

export function Judgments() {
  const t = useWords(words);
  return useMay('text.search') ? <List /> : <Blank title={t('mayNotSearch')} />;
}
