import {lazy, StrictMode, Suspense, useMemo} from 'react';
import {createRoot} from 'react-dom/client';
import {QueryClientProvider} from '@tanstack/react-query';
import {ConfigProvider} from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import {Redirect, Route, Switch} from 'wouter';
import {queries} from './api/client';
import {Boundary} from './parts/boundary';
import {Waiting} from './parts/blank';
import {SessionProvider, useSessionQuery} from './app/session';
import {themeOf, useDark} from './app/theme';
import {useLanguage} from './app/words';
import './app/theme.css';

const DOORS = ['/login', '/setup', '/invitation'];
const fetchShell = () => import('./app/shell');
if (!DOORS.includes(location.pathname)) {
  void fetchShell(); // while the server is asked who this is
}
const Shell = lazy(fetchShell);
const Login = lazy(() => import('./screens/login/login'));
const Setup = lazy(() => import('./screens/login/setup'));
const Invitation = lazy(() => import('./screens/login/invitation'));

function Inside() {
  const {data: session, error, isPending} = useSessionQuery();
  if (isPending) {
    return <Waiting />;
  }
  if (error) {
    throw error;
  }
  if (session === null) {
    const here = location.pathname + location.search;
    return <Redirect to={here === '/' ? '/login' : `/login?then=${encodeURIComponent(here)}`} replace />;
  }
  return <SessionProvider session={session}><Shell /></SessionProvider>;
}

function Whole() {
  const dark = useDark();
  const chinese = useLanguage() === 'zh';
  const theme = useMemo(() => themeOf(dark), [dark]);
  const csp = useMemo(() => ({nonce: document.querySelector<HTMLMetaElement>('meta[name="nonce"]')?.content ?? ''}), []);
  return (
    <ConfigProvider locale={chinese ? zhCN : enUS} theme={theme} csp={csp} wave={{disabled: true}} button={{autoInsertSpace: false}}>
      <Boundary>
        <Suspense fallback={<Waiting />}>
          <Switch>
            <Route path="/login"><Login /></Route>
            <Route path="/setup"><Setup /></Route>
            <Route path="/invitation"><Invitation /></Route>
            <Route><Inside /></Route>
          </Switch>
        </Suspense>
      </Boundary>
    </ConfigProvider>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode><QueryClientProvider client={queries}><Whole /></QueryClientProvider></StrictMode>,
);
