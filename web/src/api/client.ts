/* The one door to the server: requests typed by api/openapi.yaml. `api` for use outside of components, `$api` (queries and
 * changes of TanStack Query) inside. A failure is thrown as Problem. */
import createClient, {type Middleware} from 'openapi-fetch';
import createQueries from 'openapi-react-query';
import {MutationCache, QueryCache, QueryClient} from '@tanstack/react-query';
import type {components, paths} from './schema';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

let csrf: string | null = null;
let language = 'zh';
let onLoggedOut: () => void = () => undefined;

export function setCsrf(token: string | null) {
  csrf = token;
}
export function setRequestLanguage(name: string) {
  language = name;
}
/* Called when the server says that nobody is logged in any more. */
export function whenLoggedOut(act: () => void) {
  onLoggedOut = act;
}

export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'status' in error && 'title' in error;
}

/* Headers of a request that does not go through `api`, such as a file that is sent in. */
export function headersOf(method: string): Record<string, string> {
  const headers: Record<string, string> = {'Accept-Language': language};
  if (method !== 'GET' && csrf !== null) {
    headers['X-CSRF-Token'] = csrf;
  }
  return headers;
}

function withoutServer(error: unknown): Problem {
  return {type: 'offline', title: '没有连上服务 / The server cannot be reached', status: 0, instance: '', detail: String(error)};
}

const manners: Middleware = {
  onRequest({request}) {
    for (const [name, value] of Object.entries(headersOf(request.method))) {
      request.headers.set(name, value);
    }
    return request;
  },
  onResponse({request, response}) {
    if (response.status === 401 && !new URL(request.url).pathname.endsWith('/session')) {
      onLoggedOut();
    }
  },
  onError({error}) {
    return Response.json(withoutServer(error), {status: 503});
  },
};

export const api = createClient<paths>({baseUrl: '/'});
api.use(manners);
export const $api = createQueries(api);

/* The answer of a request of `api`, or its problem thrown. */
export async function answer<T>(request: Promise<{data?: T; error?: unknown; response: Response}>): Promise<T> {
  const {data, error, response} = await request;
  if (error !== undefined || !response.ok) {
    throw isProblem(error) ? error : withoutServer(error ?? response.status);
  }
  return data as T;
}

/* What a failed request says, where a screen does not say it itself. Set by the shell. */
let say: (problem: Problem) => void = () => undefined;
export function whenFailed(act: (problem: Problem) => void) {
  say = act;
}

export const queries = new QueryClient({
  queryCache: new QueryCache(),
  mutationCache: new MutationCache({
    onError(error, _variables, _context, mutation) {
      if (mutation.meta?.['quiet'] !== true) {
        say(isProblem(error) ? error : withoutServer(error));
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && isProblem(error) && (error.status === 503 || error.status === 0),
    },
  },
});

/* Everything whose answer depends on clues, asked anew: after a step, a draft, a correction. */
export function forget(...starts: string[]) {
  return queries.invalidateQueries({
    predicate: ({queryKey}) => typeof queryKey[1] === 'string' && starts.some((start) => (queryKey[1] as string).startsWith(start)),
  });
}
