/* Views that one saved, and those shared with the office; and the columns. */
import {useState, type FormEvent} from 'react';
import {Button, Popover} from 'antd';
import {$api, forget} from '../../api/client';
import {useWords} from '../../app/words';
import {COLUMNS, type Column} from './columns';
import type {Filters} from './filters';
import {words} from './words';

function ViewList({filters}: {filters: Filters}) {
  const t = useWords(words);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const views = $api.useQuery('get', '/api/v1/views', {params: {query: {screen: 'clues'}}});
  const done = {onSuccess: () => void forget('/api/v1/views')};
  const add = $api.useMutation('post', '/api/v1/views', done);
  const end = $api.useMutation('delete', '/api/v1/views/{view}', done);

  function save(event: FormEvent) {
    event.preventDefault();
    const query = new URLSearchParams(filters.params);
    query.delete('tab');
    add.mutate({body: {screen: 'clues', name: name.trim(), query: query.toString(), shared}}, {onSuccess: () => setName('')});
  }

  return (
    <div className="cm-views">
      {views.data?.items.length === 0 && <p className="cm-quiet">{t('noViews')}</p>}
      <ul>
        {views.data?.items.map((view) => (
          <li key={view.no} className="cm-row">
            <button type="button" className="cm-link" onClick={() => filters.replace(view.query)}>{view.name}</button>
            {view.own ? <Button size="small" type="text" aria-label={t('dropView', {name: view.name})} onClick={() => end.mutate({params: {path: {view: view.no}}})}>×</Button>
              : <span className="cm-quiet">{t('sharedBy', {name: view.by})}</span>}
          </li>
        ))}
      </ul>
      <form onSubmit={save}>
        <label className="cm-field"><span>{t('viewName')}</span><input className="cm-input" value={name} maxLength={100} required onChange={(event) => setName(event.target.value)} /></label>
        <label className="cm-row"><input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} /> {t('share')}</label>
        <Button htmlType="submit" size="small" type="primary" loading={add.isPending}>{t('saveView')}</Button>
      </form>
    </div>
  );
}

export function Views({filters}: {filters: Filters}) {
  const t = useWords(words);
  return <Popover trigger="click" placement="bottomRight" title={t('views')} content={<ViewList filters={filters} />}><Button size="small">{t('views')}</Button></Popover>;
}

export function ColumnChoice({columns, filters}: {columns: Column[]; filters: Filters}) {
  const t = useWords(words);
  const keep = $api.useMutation('put', '/api/v1/preferences/{preference}', {onSuccess: () => void forget('/api/v1/preferences')});
  const toggle = (id: string) => {
    const chosen = COLUMNS.filter((one) => columns.includes(one) !== (one.id === id)).map((one) => one.id).join(',');
    filters.set('cols', chosen);
    keep.mutate({params: {path: {preference: 'columns.clues'}}, body: {value: chosen}});
  };
  const content = (
    <div>{COLUMNS.map((one) => (
      <label key={one.id} className="cm-row"><input type="checkbox" checked={columns.includes(one)} onChange={() => toggle(one.id)} /> {t(one.word)}</label>
    ))}</div>
  );
  return <Popover trigger="click" placement="bottomRight" title={t('columns')} content={content}><Button size="small">{t('columns')}</Button></Popover>;
}
