/* What is there and what was read of it: importing, coverage, judgments, tables of departments, sources. The tab is in the address. */
import {Tabs} from 'antd';
import {useSearchParams} from 'wouter';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {Coverage} from './coverage';
import {Imports} from './imports';
import {Judgments} from './judgments';
import {Sources} from './sources';
import {Tables} from './tables';
import {words} from './words';
import './data.css';

export default function Data() {
  const t = useWords(words);
  const [query, setQuery] = useSearchParams();
  const importing = useMay('data.import');
  const reading = useMay('data.quality');
  const items = [
    ...(importing ? [{key: 'import', label: t('import'), children: <Imports />}] : []),
    ...(reading ? [{key: 'read', label: t('read'), children: <Coverage />}] : []),
    {key: 'judgments', label: t('judgments'), children: <Judgments />},
    ...(reading ? [{key: 'tables', label: t('tables'), children: <Tables />}, {key: 'sources', label: t('sources'), children: <Sources />}] : []),
  ];
  const wanted = query.get('tab');
  const here = items.some((item) => item.key === wanted) ? wanted : items[0]?.key;
  return (
    <>
      <h1>{t('data')}</h1>
      <Tabs activeKey={here ?? ''} items={items} destroyOnHidden onChange={(tab) => setQuery({tab})} />
    </>
  );
}
