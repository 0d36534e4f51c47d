/* What waits for one. Every count opens the list that has exactly these rows. */
import {Link} from 'wouter';
import {$api, type Schemas} from '../../api/client';
import {useMay, useSession} from '../../app/session';
import {useLanguage, useWords} from '../../app/words';
import {Blank, Waiting} from '../../parts/blank';
import {ProblemBox} from '../../parts/problem';
import {countText, momentText, Severity} from '../../parts/values';
import {words} from './words';
import './home.css';

type Row = Schemas['Home']['items'][number];
const GROUPS = ['mine', 'due', 'office_due', 'office', 'documents', 'jobs', 'notices', 'undecidable', 'suppressed'] as const;

/* The screen that has the list. */
function placeOf(row: Row): string {
  const query = row.query === '' ? '' : `?${row.query}`;
  switch (row.list) {
    case 'clues': return `/clues${query}`;
    case 'documents': return `/documents${query}`;
    case 'jobs': return `/data${query}`;
    case 'notices': return '/board';
    case 'results': return '/clues?tab=undecidable';
    case 'suppressions': return '/clues?tab=suppressed';
  }
}

function Group({name, rows}: {name: (typeof GROUPS)[number]; rows: Row[]}) {
  const t = useWords(words);
  return rows.length === 0 ? null : (
    <section className="cm-card" aria-label={t(name)}>
      <h2>{t(name)}</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className={row.id === 'overdue' && row.count > 0 ? 'cm-late' : undefined}>
            <Link href={placeOf(row)}><span>{row.title}</span><strong className="cm-number">{countText(row.count)}</strong></Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/* The first rows of the list, the most urgent ones. */
function Next({query}: {query: {handler?: string[]; state?: string[]}}) {
  const t = useWords(words);
  const {data} = $api.useQuery('get', '/api/v1/clues', {params: {query: {...query, limit: 5}}, headers: {'Accept-Language': useLanguage()}});
  if (data === undefined || data.items.length === 0) {
    return null;
  }
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, values]) => values.map((value) => [name, value])));
  return (
    <section className="cm-card cm-home-next" aria-label={t('next')}>
      <h2>{t('next')}</h2>
      <ul>{data.items.map((clue) => (
        <li key={clue.id}><Severity level={clue.severity} /> <Link href={`/clues/${clue.id}?${search.toString()}`}>{clue.case_no} {clue.finding}</Link></li>
      ))}</ul>
      <Link href={`/clues?${search.toString()}`}>{t('all')}</Link>
    </section>
  );
}

export default function Home() {
  const t = useWords(words);
  const session = useSession();
  const mayData = useMay('data.import');
  const mayAdmin = useMay('person.create', 'role.grant', 'audit.read');
  const mayClues = useMay('clue.list');
  const home = $api.useQuery('get', '/api/v1/home', {headers: {'Accept-Language': useLanguage()}});
  if (home.error != null) {
    return <ProblemBox error={home.error} again={() => void home.refetch()} />;
  }
  if (home.isPending) {
    return <Waiting />;
  }
  const {items} = home.data;
  const handles = items.some((row) => row.group === 'mine');
  const nothing = items.every((row) => row.count === 0);
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="cm-quiet">{t('hello', {name: session.name, at: momentText(home.data.as_of)})} · {t('notice')}</p>
      {nothing ? (
        <Blank title={t('nothing')} about={t('nothingAbout')} action={<>
          <Link href="/check">{t('check')}</Link> · <Link href="/models">{t('models')}</Link>
          {mayData && <> · <Link href="/data">{t('data')}</Link></>}{mayAdmin && <> · <Link href="/admin">{t('admin')}</Link></>}
        </>} />
      ) : mayClues && <Next query={handles ? {handler: [session.name]} : {state: ['new']}} />}
      <div className="cm-home">
        {GROUPS.filter((name) => handles || name !== 'due').map((name) => <Group key={name} name={name} rows={items.filter((row) => row.group === name)} />)}
      </div>
    </>
  );
}
