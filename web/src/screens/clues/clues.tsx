/* Clues, and beside them what could not be decided and what is suppressed: nothing is hidden. */
import {lazy, Suspense} from 'react';
import {Link, useSearchParams} from 'wouter';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import List from './list';
import {words} from './words';
import './clues.css';

const Undecidable = lazy(() => import('./undecidable'));
const Suppressed = lazy(() => import('./suppressed'));
const TABS = [['', 'tabClues'], ['undecidable', 'tabUndecidable'], ['suppressed', 'tabSuppressed']] as const;

export default function Clues() {
  const t = useWords(words);
  const tab = useSearchParams()[0].get('tab') ?? '';
  return (
    <div className="cm-clues-screen">
      <div className="cm-row cm-clues-head">
        <h1>{t('title')}</h1>
        <nav className="cm-row" aria-label={t('title')}>
          {TABS.map(([id, word]) => <Link key={id} href={id === '' ? '/clues' : `/clues?tab=${id}`} className={id === tab ? 'cm-tab cm-tab-here' : 'cm-tab'} aria-current={id === tab ? 'page' : undefined}>{t(word)}</Link>)}
        </nav>
        <small className="cm-quiet">{t('notice')}</small>
      </div>
      <Suspense fallback={<Waiting />}>{tab === 'undecidable' ? <Undecidable /> : tab === 'suppressed' ? <Suppressed /> : <List />}</Suspense>
    </div>
  );
}
