/* Who is logged in, and what he may do. */
import {createContext, useContext, useEffect, type ReactNode} from 'react';
import {useQuery} from '@tanstack/react-query';
import {answer, api, isProblem, queries, setCsrf, whenLoggedOut, type Schemas} from '../api/client';

export type Session = Schemas['Session'];

const KEY = ['session'];
const Context = createContext<Session | null>(null);

/* null: nobody. */
async function load(): Promise<Session | null> {
  try {
    const session = await answer(api.GET('/api/v1/session'));
    setCsrf(session.csrf);
    return session;
  } catch (error) {
    if (isProblem(error) && error.status === 401) {
      return null;
    }
    throw error;
  }
}

export function useSessionQuery() {
  const query = useQuery({queryKey: KEY, queryFn: load, staleTime: Infinity});
  useEffect(() => whenLoggedOut(() => queries.setQueryData(KEY, null)), []);
  return query;
}

/* After a log-in or a log-out: nothing of the person before may stay. */
export async function renewSession() {
  queries.removeQueries({predicate: ({queryKey}) => queryKey[0] !== KEY[0]});
  await queries.invalidateQueries({queryKey: KEY});
}

export async function logOut() {
  await answer(api.DELETE('/api/v1/session')).catch(() => undefined);
  setCsrf(null);
  queries.clear();
  location.assign('/login');
}

export function SessionProvider({session, children}: {session: Session; children: ReactNode}) {
  return <Context.Provider value={session}>{children}</Context.Provider>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (session === null) {
    throw new Error('useSession outside of the shell');
  }
  return session;
}

/* May he, in any of his roles? Acts are those of data/desk/rights.tsv. What needs a right on one object is told by the object. */
export function useMay(...acts: string[]): boolean {
  const {acts: mine} = useSession();
  return acts.some((act) => mine.includes(act));
}
