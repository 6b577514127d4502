import { randomBytes } from 'node:crypto';
import type { Pages } from './store.js';

/**
 * Nothing from anywhere else; no inline script at all. Styles come from our files, and from elements that carry the nonce of
 * this answer: the editor and the terminal make theirs while they run.
 */
function policy(nonce: string, framed: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    framed ? 'frame-ancestors *' : "frame-ancestors 'none'",
  ].join('; ');
}

export interface Shell {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Opening {
  /** The page's file, as the router imports it. */
  readonly module?: string;
  /** Paths of the API that the page asks for as soon as it runs. */
  readonly asked?: readonly string[];
  readonly framed?: boolean;
}

/** The page that starts the application, with what the page at hand needs named ahead; undefined where none was built. */
export function openShell(pages: Pages, { module, asked = [], framed = false }: Opening): Shell | undefined {
  if (pages.shell === undefined) return undefined;
  const nonce = randomBytes(16).toString('base64');
  const links = [
    ...(module === undefined ? [] : [pages.linksAhead(module)]),
    // As `fetch` would ask, credentials included: else the browser would ask twice.
    ...asked.map((path) => `<link rel="preload" as="fetch" crossorigin href="${path}">`),
  ].filter(Boolean);
  return {
    html: pages.shell.replace('STYLE_NONCE', nonce).replace('</head>', () => `  ${links.join('\n    ')}\n  </head>`),
    headers: {
      'content-security-policy': policy(nonce, framed),
      'cache-control': 'no-store',
      ...(framed && { 'x-frame-options': 'ALLOWALL', 'cross-origin-resource-policy': 'cross-origin' }),
    },
  };
}

/** Whether somebody looks for a page here, and no program for an answer: programs ask for JSON, or for anything. */
export function wantsPage(method: string, path: string, accept: string | undefined): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  return /\btext\/html\b/.test(accept ?? '') && !/^\/(api|assets)(\/|$)/.test(path);
}
