/* Change a model: its text, checked while one writes; its cases; what it would change over the corpus; proposed for another
 * person to publish. */
import {useEffect, useRef, useState} from 'react';
import {useMutation, useQuery} from '@tanstack/react-query';
import {App, Button, Input} from 'antd';
import {answer, api, forget} from '../../api/client';
import {useMay} from '../../app/session';
import {useWords} from '../../app/words';
import {ProblemBox} from '../../parts/problem';
import {CaseTable} from './casetable';
import {Diff, Mistakes} from './diff';
import {words} from './words';

const RAW = {bodySerializer: (text: unknown) => text as string, headers: {'Content-Type': 'application/yaml'}};
const PAUSE = 500; // milliseconds without a key before the text is checked

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}

export function Editor({start, done}: {start: string; done: () => void}) {
  const t = useWords(words);
  const {message} = App.useApp();
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(start);
  const [why, setWhy] = useState('');
  const may = useMay('model.edit');
  const later = useLater(text);
  const check = useQuery({queryKey: ['trial', later], queryFn: () => answer(api.POST('/api/v1/trials/check', {body: later, ...RAW})), gcTime: 0, placeholderData: (before) => before});
  const test = useMutation({mutationFn: () => answer(api.POST('/api/v1/trials/test', {body: text, ...RAW})), meta: {quiet: true}});
  const diff = useMutation({mutationFn: () => answer(api.POST('/api/v1/trials/diff', {params: {query: {limit: 50}}, body: text, ...RAW})), meta: {quiet: true}});
  const propose = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/proposals', {params: {query: {why}}, body: text, ...RAW})),
    meta: {quiet: true},
    onSuccess: (made) => {
      void message.success(t('proposed', {n: made.proposal}));
      void forget('/api/v1/proposals');
      done();
    },
  });

  function go(line: number) {
    const at = text.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const end = text.indexOf('\n', at);
    area.current?.focus();
    area.current?.setSelectionRange(at, end < 0 ? text.length : end);
    if (area.current !== null) {
      area.current.scrollTop = Math.max(0, (line - 6) * 20);
    }
  }

  const count = text.split('\n').length;
  const wrong = new Set(check.data?.problems.map((one) => one.line));
  const good = check.data?.good === true && later === text;
  return (
    <div className="cm-models-edit">
      <div className="cm-card">
        <label htmlFor="cm-model-text">{t('text')}</label>
        <div className="cm-models-area">
          <div className="cm-models-numbers" ref={numbers} aria-hidden="true">
            {Array.from({length: count}, (_, i) => <div key={i} className={wrong.has(i + 1) ? 'cm-models-wrong' : undefined}>{wrong.has(i + 1) ? '✕' : ''}{i + 1}</div>)}
          </div>
          <textarea id="cm-model-text" ref={area} value={text} spellCheck={false} wrap="off" onChange={(event) => setText(event.target.value)}
            onScroll={(event) => { if (numbers.current !== null) { numbers.current.scrollTop = event.currentTarget.scrollTop; } }} />
        </div>
      </div>
      {test.data && <section className="cm-card cm-models-under"><h2>{t('testTable')}</h2><CaseTable table={test.data.table} go={go} /></section>}
      <div>
        <section className="cm-card" aria-live="polite">
          {check.isError ? <ProblemBox error={check.error} /> : check.data === undefined || later !== text ? <p>{t('checking')}…</p>
            : check.data.good ? <p><span className="cm-tag cm-tag-good">✓ {t('good')}</span></p>
              : <><p><strong>{t('mistakes', {n: check.data.problems.length})}</strong></p><Mistakes list={check.data.problems} go={go} /></>}
        </section>
        <section className="cm-card">
          <div className="cm-row">
            <Button onClick={() => test.mutate()} loading={test.isPending} disabled={!good}>{t('test')}</Button>
            {may && <Button onClick={() => diff.mutate()} loading={diff.isPending} disabled={!good}>{t('compare')}</Button>}
          </div>
          <div aria-live="polite">
            {test.isError && <ProblemBox error={test.error} />}
            {test.data && <><p>{t('tested', {cases: test.data.cases, passed: test.data.passed})}</p><Mistakes list={test.data.problems} go={go} /></>}
            {diff.isPending && <p>{t('comparing')}…</p>}
            {diff.isError && <ProblemBox error={diff.error} />}
            {diff.data && <Diff diff={diff.data} />}
          </div>
        </section>
        {may && (
          <section className="cm-card">
            <label className="cm-field"><span>{t('proposeWhy')}</span><Input.TextArea value={why} rows={2} maxLength={2000} onChange={(event) => setWhy(event.target.value)} /></label>
            {propose.isError && <ProblemBox error={propose.error} />}
            <div className="cm-row">
              <Button type="primary" disabled={!good || text === start || why.trim() === ''} loading={propose.isPending} onClick={() => propose.mutate()}>{t('propose')}</Button>
              <Button onClick={done}>{t('back')}</Button>
            </div>
          </section>
        )}
      </div>
    </div>
  );
}
