/* Versions of the words, and what differs between two. */
import {useState} from 'react';
import {Checkbox} from 'antd';
import {$api} from '../../api/client';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import {momentText} from '../../parts/values';
import {differences} from './diff';
import type {Document, Sentence} from './editor';
import {words} from './words';

export function Difference({older, newer}: {older: string; newer: string}) {
  return (
    <>
      {differences(older, newer).map((one, i) => (one.kind === 'same' ? <span key={i}>{one.text}</span> :
        one.kind === 'out' ? <del key={i}>{one.text}</del> : <ins key={i}>{one.text}</ins>))}
    </>
  );
}

/* The sentences of both in order: those of the newer, and before them what it no longer has. */
function paired(older: Sentence[], newer: Sentence[]): {k: number; older: string; newer: string}[] {
  const rest = new Map(older.map((s) => [s.k, s.text]));
  const rows = newer.map((s) => {
    const was = rest.get(s.k) ?? '';
    rest.delete(s.k);
    return {k: s.k, older: was, newer: s.text};
  });
  return [...rows, ...[...rest].map(([k, text]) => ({k, older: text, newer: ''}))];
}

function useVersion(no: number, seq: number) {
  return $api.useQuery('get', '/api/v1/documents/{document}', {params: {path: {document: no}, query: {version: seq}}}, {enabled: seq > 0, staleTime: Infinity});
}

export function Versions({document}: {document: Document}) {
  const t = useWords(words);
  const last = document.texts.length;
  const [base, setBase] = useState(Math.max(1, last - 1));
  const [other, setOther] = useState(last);
  const [changedOnly, setChangedOnly] = useState(true);
  const a = useVersion(document.no, base);
  const b = useVersion(document.no, other);
  if (last < 2) {
    return <p className="cm-quiet">{t('oneVersion')}</p>;
  }
  const rows = paired(a.data?.sentences ?? [], b.data?.sentences ?? []).filter((row) => !changedOnly || row.older !== row.newer);
  const choose = (label: string, value: number, set: (seq: number) => void) => (
    <label>{label}{' '}
      <select className="cm-input cm-short" value={value} onChange={(event) => set(Number(event.target.value))}>
        {document.texts.map((text) => <option key={text.seq} value={text.seq}>{`${t('version', {seq: text.seq})} · ${t('by', {by: text.by ?? '', at: momentText(text.at)})}`}</option>)}
      </select>
    </label>
  );
  return (
    <div className="cm-versions">
      <div className="cm-row">
        {choose(t('base'), base, setBase)}
        {choose(t('newer'), other, setOther)}
        <Checkbox checked={changedOnly} onChange={(event) => setChangedOnly(event.target.checked)}>{t('onlyChanged')}</Checkbox>
      </div>
      {a.isPending || b.isPending ? <Waiting /> : rows.length === 0 ? <p className="cm-quiet">{t('same')}</p> : (
        <ol className="cm-difference">
          {rows.map((row) => <li key={row.k}><span className="cm-sentence-k">{row.k}</span><p><Difference older={row.older} newer={row.newer} /></p></li>)}
        </ol>
      )}
    </div>
  );
}
