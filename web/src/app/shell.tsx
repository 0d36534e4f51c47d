/* What surrounds every screen: menu, person, language, look, list of keys, messages. */
import {lazy, Suspense, useEffect, useRef, useState, type ReactNode} from 'react';
import {App as Antd, Button, Modal} from 'antd';
import {Link, Route, Switch, useLocation} from 'wouter';
import {whenFailed} from '../api/client';
import {Boundary} from '../parts/boundary';
import {Blank, Waiting} from '../parts/blank';
import {openEvents, renewAfter, useEvents} from './events';
import {Icon} from './icons';
import {useKeyGroups, useKeys} from './keys';
import {SCREENS, type Screen} from './routes';
import {logOut, useSession, type Session} from './session';
import {words} from './shell.words';
import {setLook, useLook, type Look} from './theme';
import {openTour, useTour} from './tour-state';
import {setLanguage, useLanguage, useWords} from './words';

const Tour = lazy(() => import('../screens/tour/tour'));
const EVENTS = ['job', 'clues', 'reset'] as const;
const LOOKS: Look[] = ['system', 'light', 'dark'];

function opens(screen: Screen, session: Session): boolean {
  return screen.acts === undefined || screen.acts.some((act) => session.acts.includes(act));
}

function Menu() {
  const t = useWords(words);
  const session = useSession();
  const [path] = useLocation();
  return (
    <nav className="cm-menu" aria-label={t('menu')}>
      {SCREENS.map((screen) => {
        if (screen.menu === undefined || !opens(screen, session)) {
          return null;
        }
        const {at, icon, word} = screen.menu;
        const here = at === '/' ? path === '/' : path === at || path.startsWith(`${at}/`);
        return (
          <Link key={at} href={at} className={here ? 'cm-menu-here' : undefined} aria-current={here ? 'page' : undefined}>
            <Icon name={icon} />
            <span>{t(word)}</span>
          </Link>
        );
      })}
    </nav>
  );
}

function KeyList({open, close}: {open: boolean; close: () => void}) {
  const t = useWords(words);
  const groups = useKeyGroups();
  return (
    <Modal open={open} onCancel={close} title={t('keys')} footer={null} width={640}>
      {groups.filter((group) => group.keys.some((key) => !key.hidden)).reverse().map((group) => (
        <table className="cm-keys" key={group.title}>
          <caption>{group.title}</caption>
          <thead><tr><th scope="col">{t('keysOf')}</th><th scope="col">{t('keysWhat')}</th></tr></thead>
          <tbody>
            {group.keys.filter((key) => !key.hidden).map((key) => (
              <tr key={key.key}><td><kbd>{key.key}</kbd></td><td>{key.what}</td></tr>
            ))}
          </tbody>
        </table>
      ))}
    </Modal>
  );
}

function Head({showKeys}: {showKeys: () => void}) {
  const t = useWords(words);
  const session = useSession();
  const language = useLanguage();
  const look = useLook();
  return (
    <header className="cm-head">
      <Link href="/" className="cm-brand"><img src="/icon.svg" alt="" width="22" height="22" />{t('product')}<small>{t('subtitle')}</small></Link>
      <span className="cm-head-end">
        <Button type="text" size="small" onClick={showKeys} aria-label={t('keyHelp')}>?</Button>
        <label className="cm-look">{t('look')}{' '}
          <select value={look} onChange={(event) => setLook(event.target.value as Look)}>
            {LOOKS.map((one) => <option key={one} value={one}>{t(one)}</option>)}
          </select>
        </label>
        <Button type="text" size="small" aria-label={t('languageName')} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t('language')}</Button>
        <Link href="/me" className="cm-me">{session.name} · {session.office}</Link>
        <Button type="text" size="small" onClick={() => void logOut()}>{t('logout')}</Button>
      </span>
    </header>
  );
}

function ScreenOf({screen}: {screen: Screen}) {
  const t = useWords(words);
  const session = useSession();
  const [path] = useLocation();
  if (!opens(screen, session)) {
    return <Blank title={t('noRight')} action={<Link href="/">{t('toHome')}</Link>} />;
  }
  return <Boundary of={path}><Suspense fallback={<Waiting />}><screen.page /></Suspense></Boundary>;
}

/* A change of page puts the reader of the screen at its beginning. */
function useFocusOnPage(): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement | null>(null);
  const [path] = useLocation();
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      main.current?.focus({preventScroll: true});
    }
    first.current = false;
  }, [path]);
  return main;
}

function Inside(): ReactNode {
  const t = useWords(words);
  const {notification} = Antd.useApp();
  const [keysShown, setKeysShown] = useState(false);
  const main = useFocusOnPage();
  const {name} = useSession();
  const tour = useTour();
  useEffect(() => openTour(name), [name]);
  useKeys(t('everywhere'), [{key: '?', what: t('keyHelp'), act: () => setKeysShown(true)}]);
  useEvents(renewAfter);
  useEffect(() => openEvents(EVENTS), []);
  useEffect(() => whenFailed((problem) => notification.error({
    title: problem.title || t('failed'), description: problem.detail, duration: 8, role: 'alert',
  })), [notification, t]);
  return (
    <div className="cm-shell">
      <a className="cm-skip" href="#main">{t('skip')}</a>
      <Head showKeys={() => setKeysShown(true)} />
      <Menu />
      {tour.shown && <Suspense><Tour /></Suspense>}
      <main id="main" ref={main} tabIndex={-1}>
        <Switch>
          {SCREENS.map((screen) => <Route key={screen.path} path={screen.path}><ScreenOf screen={screen} /></Route>)}
          <Route><Blank title={t('none')} action={<Link href="/">{t('toHome')}</Link>} /></Route>
        </Switch>
      </main>
      <KeyList open={keysShown} close={() => setKeysShown(false)} />
    </div>
  );
}

export default function Shell() {
  return <Antd message={{duration: 5}} className="cm-app"><Inside /></Antd>;
}
