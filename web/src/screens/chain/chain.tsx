/* The documents about the person and the case of a clue on one line of time, and what they say differently. */
import {Button} from 'antd';
import {useRef, useState} from 'react';
import {Link, useLocation, useParams, useSearch} from 'wouter';
import {$api, type Schemas} from '../../api/client';
import {useKeys} from '../../app/keys';
import {useWords, type Say} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {dayText} from '../../parts/values';
import './chain.css';
import {words} from './words';

type Document = Schemas['ChainLink'];
type Difference = Schemas['ChainDifference'];
type T = Say<typeof words>;

const concerns = (difference: Difference, doc: string) => difference.says.some((said) => said.doc === doc);

function Grounds({document, t}: {document: Document; t: T}) {
  const grounds = document.is_own
    ? [t('own')]
    : [document.same_id && t('sameId'), document.same_data && t('sameData'), document.same_case && t('sameCase')].filter((word) => word !== false);
  return grounds.map((word) => <em key={word} className="cm-tag">{word}</em>);
}

function Line({documents, differences, here, choose, t}: {
  documents: Document[]; differences: Difference[]; here: string | null; choose: (doc: string | null) => void; t: T;
}) {
  return (
    <ol className="cm-chain-line">
      {documents.map((document) => {
        const some = differences.filter((one) => concerns(one, document.doc)).length;
        const months = document.sentence_months > 0 ? t('months', {n: document.sentence_months}) : '';
        const sentence = [document.charges?.replaceAll(',', '、'), document.sentence_kind && `${document.sentence_kind}${months}`];
        return (
          <li key={document.doc} className={document.is_own ? 'cm-chain-own' : undefined}>
            <button type="button" className="cm-chain-document" aria-pressed={here === document.doc}
              onClick={() => choose(here === document.doc ? null : document.doc)}>
              <span><strong>{document.decided_on === null ? t('noDay') : dayText(document.decided_on)}</strong>{document.instance} {document.document_type}</span>
              <span>{document.court} {document.case_no}</span>
              <span>{[document.name ?? t('noName'), ...sentence].filter(Boolean).join(' · ')}</span>
              <Grounds document={document} t={t} />
              {some > 0 && <em className="cm-tag cm-tag-S2">{t('some', {n: some})}</em>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Says({difference, documents, t}: {difference: Difference; documents: Document[]; t: T}) {
  return (
    <article className="cm-chain-difference" tabIndex={-1}>
      <h3>{difference.says[0]?.title} <small className="cm-quiet">{t(difference.kind)}</small></h3>
      <table className="cm-chain-says">
        <tbody>
          {difference.says.map((said) => {
            const document = documents.find((one) => one.doc === said.doc);
            return (
              <tr key={said.doc}>
                <th scope="row">{dayText(document?.decided_on)} {document?.case_no ?? said.doc}<br />{said.title}</th>
                <td>
                  <mark>{said.value}</mark>
                  <blockquote>{said.sentence === '' ? t('noPlace') : said.sentence}</blockquote>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </article>
  );
}

function Opened({chain, clue}: {chain: Schemas['Chain']; clue: string}) {
  const t = useWords(words), tail = useSearch();
  const [, go] = useLocation();
  const [here, choose] = useState<string | null>(null);
  const list = useRef<HTMLElement>(null);
  const documents = chain.items;
  const shown = here === null ? chain.differences : chain.differences.filter((one) => concerns(one, here));
  const step = (by: number) => {
    const at = documents.findIndex((one) => one.doc === here) + by;
    choose(documents[Math.min(Math.max(at, 0), documents.length - 1)]?.doc ?? null);
  };
  const look = (by: number) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('.cm-chain-difference') ?? [])];
    const at = all.findIndex((one) => one === document.activeElement) + by;
    all[Math.min(Math.max(at, 0), all.length - 1)]?.focus();
  };
  useKeys(t('title'), [
    {key: 'j', what: t('nextDocument'), act: () => step(1)},
    {key: 'k', what: t('lastDocument'), act: () => step(-1)},
    {key: 'n', what: t('nextDifference'), act: () => look(1)},
    {key: 'p', what: t('lastDifference'), act: () => look(-1)},
    {key: 'g', what: t('back'), act: () => go(`/clues/${clue}${tail === '' ? '' : `?${tail}`}`)},
  ]);
  return (
    <div className="cm-chain">
      <section aria-label={t('title')}>
        <h2>{t('documents', {n: documents.length})}</h2>
        <Line documents={documents} differences={chain.differences} here={here} choose={choose} t={t} />
        {documents.length < 2 && <Blank title={t('alone')} about={t('aloneAbout')} />}
      </section>
      <section ref={list} aria-live="polite">
        <h2>{t('differences', {n: shown.length})} {here !== null && <Button size="small" onClick={() => choose(null)}>{t('all')}</Button>}</h2>
        <p className="cm-quiet">{t('weighed')}</p>
        {shown.map((one) => <Says key={`${one.kind} ${one.field} ${one.says.map((said) => said.doc).join(' ')}`} difference={one} documents={documents} t={t} />)}
        {shown.length === 0 && <Blank title={here === null ? t('noDifference') : t('noneOfThis')} about={here === null ? t('noDifferenceAbout') : undefined} />}
      </section>
    </div>
  );
}

export default function Chain() {
  const t = useWords(words), tail = useSearch();
  const clue = useParams<{clue: string}>().clue;
  const [typed, type] = useState('');
  const [reason, give] = useState('');
  const asked = $api.useQuery('get', '/api/v1/clues/{clue}/chain', {params: {path: {clue}, query: {reason}}},
    {enabled: reason !== '', retry: false, staleTime: Infinity, refetchOnWindowFocus: false, meta: {quiet: true}});
  return (
    <>
      <h1>{t('title')} <Link className="cm-chain-back" href={`/clues/${clue}${tail === '' ? '' : `?${tail}`}`}>{t('back')} <kbd>g</kbd></Link></h1>
      <p className="cm-quiet">{t('about')}{asked.data !== undefined && ` ${asked.data.notice}`}</p>
      {asked.data === undefined && !asked.isFetching && (
        <form className="cm-card cm-chain-ask" onSubmit={(event) => { event.preventDefault(); give(typed.trim()); }}>
          <label className="cm-field"><span>{t('reason')}</span>
            <input className="cm-input" value={typed} maxLength={500} required autoFocus placeholder={t('reasonHint')} onChange={(event) => type(event.target.value)} />
          </label>
          <Button type="primary" htmlType="submit" disabled={typed.trim() === ''}>{t('open')}</Button>
        </form>
      )}
      {asked.isFetching && <Waiting />}
      {asked.error !== null && !asked.isFetching && <ProblemBox error={asked.error} again={() => void asked.refetch()} />}
      {asked.data !== undefined && <Opened chain={asked.data} clue={clue} />}
    </>
  );
}
