/* The guide of the first ten minutes: a list of steps beside the work, ticked off as the pages are opened. */
import {useEffect} from 'react';
import {Button} from 'antd';
import {Link, useLocation} from 'wouter';
import {useSession} from '../../app/session';
import {showTour, tourDone, useTour} from '../../app/tour-state';
import {useWords} from '../../app/words';
import {words} from './words';
import './tour.css';

type Step = {id: keyof typeof words; about: keyof typeof words; at: string; seen: RegExp; acts?: string[]};

const STEPS: Step[] = [
  {id: 'home', about: 'homeAbout', at: '/', seen: /^\/$/},
  {id: 'list', about: 'listAbout', at: '/clues', seen: /^\/clues$/, acts: ['clue.list']},
  {id: 'review', about: 'reviewAbout', at: '/clues', seen: /^\/clues\/./, acts: ['clue.open']},
  {id: 'decide', about: 'decideAbout', at: '/clues', seen: /^\/clues\/./, acts: ['clue.screen']},
  {id: 'verify', about: 'verifyAbout', at: '/clues?mine=1', seen: /^\/documents\/./, acts: ['document.draft']},
  {id: 'document', about: 'documentAbout', at: '/documents', seen: /^\/documents/, acts: ['document.open']},
  {id: 'check', about: 'checkAbout', at: '/check', seen: /^\/check/},
  {id: 'models', about: 'modelsAbout', at: '/models', seen: /^\/models/},
  {id: 'data', about: 'dataAbout', at: '/data', seen: /^\/data/, acts: ['data.quality', 'data.import']},
  {id: 'board', about: 'boardAbout', at: '/board', seen: /^\/board/, acts: ['stats.read']},
  {id: 'admin', about: 'adminAbout', at: '/admin', seen: /^\/admin/, acts: ['person.list', 'policy.list', 'audit.read']},
  {id: 'keys', about: 'keysAbout', at: '/help', seen: /^\/help/},
];

export default function Tour() {
  const t = useWords(words);
  const {acts} = useSession();
  const {done} = useTour();
  const [path] = useLocation();
  const steps = STEPS.filter((step) => step.acts === undefined || step.acts.some((act) => acts.includes(act)));
  useEffect(() => steps.filter((step) => step.seen.test(path)).forEach((step) => tourDone(step.id)), [path, steps]);
  const ticked = steps.filter((step) => done.includes(step.id));
  const next = steps.find((step) => !done.includes(step.id));
  return (
    <aside className="cm-tour" aria-label={t('title')}>
      <strong>{t('title')} {t('progress', {done: ticked.length, all: steps.length})}</strong>
      <span className="cm-tour-next" aria-live="polite">
        {next === undefined ? t('finished') : <><Link href={next.at}>{t(next.id)}</Link>{' '}<span className="cm-quiet">{t(next.about)}</span></>}
      </span>
      <details>
        <summary>{t('all')}</summary>
        <ol>
          {steps.map((step) => (
            <li key={step.id}><Link href={step.at}>{t(step.id)}</Link>{done.includes(step.id) && <span aria-label={t('done')}> ✓</span>}</li>
          ))}
        </ol>
      </details>
      <Button size="small" onClick={() => showTour(false)}>{t('close')}</Button>
    </aside>
  );
}
