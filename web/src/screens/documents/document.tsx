import {useEffect, useMemo, useState} from 'react';
import {App as Antd, Button, Segmented} from 'antd';
import {Link, useLocation, useParams, useSearchParams} from 'wouter';
import {$api, isProblem} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {useTerms} from '../../parts/terms';
import {Closing} from './closing';
import {ConflictBox} from './conflict';
import {download} from './download';
import {gapsOf, useEditor, type Document as Opened, type Editor, type Mark} from './editor';
import {Evidence} from './evidence';
import {Masked} from './masked';
import {MarkLine, SentenceRow, type Doing} from './sentence';
import {Sheets} from './sheet';
import {Versions} from './versions';
import {Course, Way} from './way';
import {words} from './words';
import './documents.css';

const VIEWS = ['edit', 'preview', 'versions'] as const;
type View = (typeof VIEWS)[number];

const OPEN = ['draft', 'returned', 'stale']; // `open` of data/desk/document_states.tsv

function SaveState({editor}: {editor: Editor}) {
  const t = useWords(words);
  const at = editor.savedAt;
  return (
    <span role="status" className="cm-quiet">
      {editor.busy ? `${t('sending')}…` : at === null ? '' : t('saved', {at: at.toTimeString().slice(0, 5)})}
    </span>
  );
}

/* What is left to do in the text: places to fill in, errors, warnings. */
function LeftToDo({document, marks, open, begin}: {document: Opened; marks: Mark[]; open: boolean; begin: (doing: Doing) => void}) {
  const t = useWords(words);
  const field = useTerms('desk.document_fields');
  const gaps = open ? gapsOf(document.sentences) : [];
  const errors = marks.filter((mark) => mark.error).length;
  const whole = marks.filter((mark) => mark.sentence === 0);
  return (
    <div className="cm-left-to-do">
      <div className="cm-row">
        <span className={errors > 0 ? 'cm-tag cm-tag-S1' : 'cm-tag cm-tag-good'}>{errors > 0 ? t('errors', {n: errors}) : t('clean')}</span>
        {marks.length > errors && <span className="cm-tag cm-tag-S2">{t('hints', {n: marks.length - errors})}</span>}
        {gaps.length > 0 && <span>{t('gaps', {n: gaps.length})}：</span>}
        {gaps.map((gap) => (
          <Button key={gap.field} size="small" onClick={() => begin({k: gap.k, what: 'field', field: gap.field, text: ''})}>{field(gap.field)}</Button>
        ))}
      </div>
      {whole.map((mark, i) => <MarkLine key={i} mark={mark} />)}
    </div>
  );
}

function Text({document, marks, editor, chosen, choose, doing, begin}: {
  document: Opened; marks: Mark[]; editor: Editor; chosen: number; choose: (k: number) => void; doing: Doing | null; begin: (doing: Doing | null) => void;
}) {
  const t = useWords(words);
  const open = OPEN.includes(document.state);
  const bySentence = useMemo(() => {
    const map = new Map<number, Mark[]>();
    marks.forEach((mark) => map.set(mark.sentence, [...(map.get(mark.sentence) ?? []), mark]));
    return map;
  }, [marks]);
  return (
    <section className="cm-card cm-text" aria-label={t('text')}>
      <LeftToDo document={document} marks={marks} open={open} begin={begin} />
      {!open && <p className="cm-quiet">{t('readOnly', {state: document.state_title})}</p>}
      {document.sentences.map((sentence) => (
        <SentenceRow key={sentence.k} sentence={sentence} marks={bySentence.get(sentence.k) ?? NONE} chosen={chosen === sentence.k} open={open}
          doing={doing?.k === sentence.k ? doing : null} choose={choose} begin={begin} save={editor.save} />
      ))}
    </section>
  );
}
const NONE: Mark[] = [];

function useDocumentKeys({document, marks, chosen, choose, begin, view, setView}: {
  document: Opened; marks: Mark[]; chosen: number; choose: (k: number) => void; begin: (doing: Doing) => void; view: View; setView: (view: View) => void;
}) {
  const t = useWords(words);
  const [, go] = useLocation();
  const open = OPEN.includes(document.state);
  const order = document.sentences.map((one) => one.k);
  const move = (by: number) => choose(order[Math.min(order.length - 1, Math.max(0, order.indexOf(chosen) + by))] ?? 0);
  const next = (of: number[]) => {
    const places = of.map((k) => order.indexOf(k)).filter((i) => i >= 0).sort((a, b) => a - b);
    const at = places.find((i) => i > order.indexOf(chosen)) ?? places[0];
    return at === undefined ? undefined : order[at];
  };
  const gap = () => {
    const gaps = gapsOf(document.sentences);
    const k = next(gaps.map((one) => one.k));
    const found = gaps.find((one) => one.k === k);
    if (found !== undefined) {
      choose(found.k);
      begin({k: found.k, what: 'field', field: found.field, text: ''});
    }
  };
  useKeys(t('keyTitle'), [
    {key: 'j', what: t('keyNext'), act: () => move(1)},
    {key: 'k', what: t('keyPrevious'), act: () => move(-1)},
    {key: 'n', what: t('keyMark'), act: () => choose(next(marks.map((mark) => mark.sentence)) ?? chosen)},
    ...(open ? [
      {key: 'e', what: t('keyEdit'), act: () => chosen > 0 && begin({k: chosen, what: 'words'})},
      {key: 'a', what: t('keyAdd'), act: () => chosen > 0 && begin({k: chosen, what: 'add'})},
      {key: 'w', what: t('keyGap'), act: gap},
    ] : []),
    {key: 'p', what: t('keyPreview'), act: () => setView(view === 'edit' ? 'preview' : 'edit')},
    {key: 'c', what: t('keyClue'), act: () => go(`/clues/${document.clue}`)},
  ]);
}

function Page({document, marks}: {document: Opened; marks: Mark[]}) {
  const t = useWords(words);
  const {message, modal} = Antd.useApp();
  const [search, setSearch] = useSearchParams();
  const view = VIEWS.find((one) => one === search.get('view')) ?? 'edit';
  const setView = (next: View) => setSearch(next === 'edit' ? {} : {view: next}, {replace: true});
  const editor = useEditor(document.no, document);
  const [chosen, setChosen] = useState(0);
  const [doing, setDoing] = useState<Doing | null>(null);
  const choose = (k: number) => setChosen(k);
  const begin = (next: Doing | null) => {
    setDoing(next);
    if (next !== null) {
      setChosen(next.k);
    }
  };
  useDocumentKeys({document, marks, chosen, choose, begin, view, setView});
  useEffect(() => {
    window.document.title = `${document.kind_title} · ${document.no}`;
  }, [document.kind_title, document.no]);
  const errors = marks.filter((mark) => mark.error).length;
  const open = OPEN.includes(document.state);
  const draft = document.issued_on == null;
  const again = () => modal.confirm({title: t('again'), content: t('againAbout'), onOk: () => editor.save({again: true})});
  const print = () => {
    setView('preview');
    setTimeout(() => window.print(), 300); // the pages are made first
  };
  return (
    <div className="cm-document">
      <header className="cm-noprint">
        <div className="cm-row">
          <h1>{t('document', {kind: document.kind_title, no: document.no})}</h1>
          <span className="cm-tag cm-tag-S3">{document.state_title}</span>
          <Link href={`/clues/${document.clue}`}>{t('openClue')}</Link>
          <span className="cm-document-end cm-row">
            <SaveState editor={editor} />
            {open && <Button onClick={again}>{t('again')}</Button>}
            <Button onClick={print}>{t('print')}</Button>
            <Button onClick={() => void download(`/api/v1/documents/${document.no}/docx`, message, t('downloading'))}>{t('download')}</Button>
          </span>
        </div>
        <Course document={document} />
        <Segmented aria-label={t('keyPreview')} value={view} onChange={(next) => setView(next as View)}
          options={[{label: t('edit'), value: 'edit'}, {label: t('preview'), value: 'preview'}, {label: t('versions', {n: document.texts.length}), value: 'versions'}]} />
        {editor.failure !== null && <ProblemBox error={editor.failure} />}
      </header>
      <div className="cm-document-body">
        <div className="cm-document-main">
          {view === 'edit' && <Text document={document} marks={marks} editor={editor} chosen={chosen} choose={choose} doing={doing} begin={begin} />}
          {view === 'preview' && <Sheets sentences={document.sentences} draft={draft} />}
          {view === 'versions' && <section className="cm-card"><Versions key={document.versions} document={document} /></section>}
        </div>
        <aside className="cm-document-side cm-noprint">
          <Way document={document} errors={errors} tag={editor.tag} />
          {document.state === 'replied' && <Closing clue={document.clue} />}
          {view === 'edit' && <Evidence document={document} sentence={document.sentences.find((one) => one.k === chosen)} open={open} begin={begin} save={editor.save} />}
        </aside>
      </div>
      {editor.conflict !== null && (
        <ConflictBox document={document} conflict={editor.conflict} save={editor.save} settle={() => {
          editor.settle();
          setDoing(null);
        }} />
      )}
    </div>
  );
}

export default function Document() {
  const t = useWords(words);
  const no = Number(useParams<{document: string}>().document);
  const params = {params: {path: {document: no}}};
  const opened = $api.useQuery('get', '/api/v1/documents/{document}', params, {retry: false});
  const lint = $api.useQuery('get', '/api/v1/documents/{document}/lint', params, {retry: false, enabled: opened.data !== undefined});
  if (opened.data !== undefined) {
    return <Page key={no} document={opened.data} marks={lint.data?.items ?? NONE} />;
  }
  if (opened.isPending) {
    return <Waiting />;
  }
  if (isProblem(opened.error) && opened.error.status === 403) {
    return <Masked no={no} problem={opened.error} again={() => void opened.refetch()} />;
  }
  if (isProblem(opened.error) && opened.error.status === 404) {
    return <Blank title={opened.error.title} about={opened.error.detail} action={<Link href="/documents">{t('documents')}</Link>} />;
  }
  return <ProblemBox error={opened.error} again={() => void opened.refetch()} />;
}
