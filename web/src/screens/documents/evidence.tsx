/* What the chosen sentence rests on: value, source and the words of the judgment at that place; and binding it to more. */
import {useState} from 'react';
import {Button, Select} from 'antd';
import {Link} from 'wouter';
import {$api, type Schemas} from '../../api/client';
import {useWords} from '../../app/words';
import {useTerms} from '../../parts/terms';
import {isOfIssue, type Change, type Document, type Sentence} from './editor';
import {words} from './words';
import type {Doing} from './sentence';

type Bind = Schemas['DocumentBind'];

const AROUND = 24; // characters of the judgment shown on each side
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/* The words at bytes [begin, end) of the text, with some around them. */
function excerpt(bytes: Uint8Array, begin: number, end: number): [string, string, string] {
  const before = decoder.decode(bytes.slice(0, begin));
  const after = decoder.decode(bytes.slice(end, end + 4 * AROUND)).replace(/\uFFFD+$/, '');
  const line = (text: string) => text.replace(/\s+/g, ' ');
  return [line([...before.slice(-2 * AROUND)].slice(-AROUND).join('')), decoder.decode(bytes.slice(begin, end)), line([...after].slice(0, AROUND).join(''))];
}

function Places({clue, bind}: {clue: string; bind: Bind}) {
  const t = useWords(words);
  const {data} = $api.useQuery('get', '/api/v1/judgments/{judgment}', {params: {path: {judgment: bind.ref ?? ''}}}, {staleTime: Infinity, retry: false});
  const bytes = data === undefined ? null : encoder.encode(data.text);
  return (
    <ul className="cm-places">
      {(bind.places ?? []).map(([begin = 0, end = 0]) => {
        const around = bytes === null ? null : excerpt(bytes, begin, end);
        return (
          <li key={begin}>
            {around !== null && <q>{around[0]}<mark className="cm-mark">{around[1]}</mark>{around[2]}</q>}{' '}
            <Link href={`/clues/${clue}?at=${begin}-${end}`}>{t('showPlace')}</Link>
          </li>
        );
      })}
    </ul>
  );
}

const SOURCES = ['fact', 'record', 'law', 'model', 'class', 'desk', 'office', 'approval', 'issue'] as const;

function useBindTitle(document: Document): (name: string) => string {
  const field = useTerms('desk.document_fields');
  const titles = new Map(document.sentences.flatMap((s) => s.binds ?? []).filter((b) => b.name.endsWith('.title')).map((b) => [b.name, b.text]));
  return (name) => {
    const known = field(name);
    const fact = titles.get(`${name.replace(/\.text$/, '')}.title`);
    const law = /^law\.(.+)@(.+?)(\.text)?$/.exec(name);
    return known !== name ? known : fact ?? law?.[1] ?? name;
  };
}

function BindCard({bind, title, document, open, begin, k}: {bind: Bind; title: string; document: Document; open: boolean; begin: (doing: Doing) => void; k: number}) {
  const t = useWords(words);
  const source = SOURCES.find((one) => one === bind.source);
  const from = bind.source === 'person' ? t('person', {ref: bind.ref ?? ''}) : t(source ?? 'clueSource');
  return (
    <li className="cm-bind">
      <div className="cm-row"><b>{title}</b><span className="cm-tag">{from}</span></div>
      <p>{bind.text}</p>
      {bind.from != null && <small className="cm-quiet">{t('since', {from: bind.from})}</small>}
      {(bind.places ?? []).length > 0 && <Places clue={document.clue} bind={bind} />}
      {open && bind.source === 'person' && !isOfIssue(bind.name) && (
        <Button size="small" onClick={() => begin({k, what: 'field', field: bind.name, text: bind.text})}>{t('changeIt')}</Button>
      )}
    </li>
  );
}

function Binding({document, sentence, title, save}: {document: Document; sentence: Sentence; title: (name: string) => string; save: (change: Change) => Promise<boolean>}) {
  const t = useWords(words);
  const [chosen, setChosen] = useState<string[]>([]);
  const {data, isFetching} = $api.useQuery('get', '/api/v1/documents/{document}/values', {params: {path: {document: document.no}}});
  const bound = new Set((sentence.binds ?? []).map((bind) => bind.name));
  const texts = new Map(data?.items.map((value) => [value.name, value.text]));
  const named = (name: string) => texts.get(`${name.replace(/\.text$/, '')}.title`) ?? title(name);
  const options = (data?.items ?? []).filter((value) => !value.name.endsWith('.title') && !bound.has(value.name))
    .map((value) => ({value: value.name, label: `${named(value.name)}：${value.text.slice(0, 60)}`}));
  return (
    <div className="cm-binding">
      <h3>{t('bind')}</h3>
      <Select mode="multiple" aria-label={t('bindChoose')} placeholder={t('bindChoose')} loading={isFetching} options={options} value={chosen}
        optionFilterProp="label" onChange={setChosen} style={{width: '100%'}} popupMatchSelectWidth={420} />
      <Button disabled={chosen.length === 0} onClick={() => void save({sentence: sentence.k, bind: chosen}).then((good) => good && setChosen([]))}>{t('bind')}</Button>
    </div>
  );
}

export function Evidence({document, sentence, open, begin, save}: {
  document: Document; sentence: Sentence | undefined; open: boolean; begin: (doing: Doing) => void; save: (change: Change) => Promise<boolean>;
}) {
  const t = useWords(words);
  const title = useBindTitle(document);
  if (sentence === undefined) {
    return <section className="cm-card" aria-label={t('evidence')}><h2>{t('evidence')}</h2><p className="cm-quiet">{t('chooseSentence')}</p></section>;
  }
  const binds = (sentence.binds ?? []).filter((bind) => !bind.name.endsWith('.title'));
  const told = binds.filter((bind) => !(bind.name.endsWith('.text') && binds.some((one) => one.name === bind.name.slice(0, -5) && one.text === bind.text)));
  const fixed = told.length === 0 && sentence.state === 'drafted';
  return (
    <section className="cm-card" aria-label={t('evidence')} aria-live="polite">
      <h2>{t('evidenceOf', {k: sentence.k})}</h2>
      {told.length === 0 && <p className="cm-quiet">{fixed ? t('fixedWords') : t('noEvidence')}</p>}
      <ul className="cm-binds">{told.map((bind) => <BindCard key={bind.name} bind={bind} title={title(bind.name)} document={document} open={open} begin={begin} k={sentence.k} />)}</ul>
      {open && !fixed && <Binding key={sentence.k} document={document} sentence={sentence} title={title} save={save} />}
    </section>
  );
}
