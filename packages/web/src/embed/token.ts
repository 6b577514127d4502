import { tellPage, whenPageTells } from './around.ts';

/** The page that other sites frame; its path is in packages/server/src/features/pages/paths.ts, too. */
const PATH = '/embed';
/** Milliseconds for which the page around is given time to fetch a new token. */
const PATIENCE = 5_000;

export const isEmbedded = window.location.pathname === PATH;

/**
 * What the frame was handed by the page around it. It stands behind the #, which browsers send to nobody; without one the frame
 * has a token that is good for nothing, so that it never acts with what the person before it may do.
 */
function embedToken(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') || 'none';
}

/**
 * A fetch that says who asks by a token, and sends no cookie whatever the browser would. Where the token is good no more the
 * page around is asked for another, once for each request, and the request is sent again: it never began.
 */
export function embeddedFetch(): typeof fetch {
  let token = embedToken();
  whenPageTells((message) => {
    if (message.cupel === 'token' && message.token !== '') token = message.token;
  });
  // From here on it hears: what was set while it was being loaded is told now.
  tellPage({ cupel: 'ready' });
  const attempt = (input: RequestInfo | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('x-api-key', token);
    return fetch(input, { ...init, headers, credentials: 'omit' });
  };
  return async (input, init) => {
    const answer = await attempt(input, init);
    if (answer.status !== 401 || !(await renewed())) return answer;
    return attempt(input, init);
  };
}

/** Whether the page around has sent another token. */
function renewed(): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (came: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(came);
    };
    const timer = setTimeout(() => done(false), PATIENCE);
    const stop = whenPageTells((message) => {
      if (message.cupel === 'token' && message.token !== '') done(true);
    });
    tellPage({ cupel: 'expired' });
  });
}
