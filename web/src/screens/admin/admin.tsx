/* Administration: one part for each right; what one may not do is not offered. */
import {lazy, Suspense, type ComponentType, type LazyExoticComponent} from 'react';
import {Link, useLocation} from 'wouter';
import {useSession} from '../../app/session';
import {useWords} from '../../app/words';
import {Waiting} from '../../parts/blank';
import './admin.css';
import {words} from './words';

type Part = {name: 'people' | 'offices' | 'roles' | 'policies' | 'audit' | 'backup'; acts: string[]; page: LazyExoticComponent<ComponentType>};

const PARTS: Part[] = [
  {name: 'people', acts: ['person.list'], page: lazy(() => import('./people'))},
  {name: 'offices', acts: ['person.list', 'office.create'], page: lazy(() => import('./offices'))},
  {name: 'roles', acts: ['person.list', 'role.grant'], page: lazy(() => import('./roles'))},
  {name: 'policies', acts: ['policy.list'], page: lazy(() => import('./policies'))},
  {name: 'audit', acts: ['audit.read'], page: lazy(() => import('./audit'))},
  {name: 'backup', acts: ['backup.make'], page: lazy(() => import('./backup'))},
];

export default function Admin() {
  const t = useWords(words);
  const session = useSession();
  const [path] = useLocation();
  const mine = PARTS.filter((part) => part.acts.some((act) => session.acts.includes(act)));
  const here = mine.find((part) => path === `/admin/${part.name}`) ?? mine.find((part) => part.name === 'audit') ?? mine[0];
  return (
    <div>
      <h1>{t('title')}</h1>
      <nav className="cm-admin-nav" aria-label={t('sections')}>
        {mine.map((part) => <Link key={part.name} href={`/admin/${part.name}`} aria-current={part === here ? 'page' : undefined}>{t(part.name)}</Link>)}
      </nav>
      {here !== undefined && <Suspense fallback={<Waiting />}><here.page /></Suspense>}
    </div>
  );
}
