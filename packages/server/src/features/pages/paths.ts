/**
 * Paths that the application in the browser knows, each with the file of packages/web/src that shows it; every one is answered
 * with the same page, and it does the rest. A test compares them with the router.
 */
export const PAGES: Readonly<Record<string, string>> = {
  '/': 'playground/playground-page.tsx',
  '/s/{id}': 'playground/shared-page.tsx',
  '/sign-in': 'accounts/sign-in-page.tsx',
  '/join/{token}': 'accounts/join-page.tsx',
  '/reset/{token}': 'accounts/reset-page.tsx',
  '/account': 'accounts/account-page.tsx',
  '/problems': 'problems/problems-page.tsx',
  '/problems/{id}': 'problems/problem-page.tsx',
  '/contests': 'contests/contests-page.tsx',
  '/contests/{id}': 'contests/contest-page.tsx',
  '/setter': 'setter/setter-page.tsx',
  '/setter/{id}': 'setter/setter-problem-page.tsx',
  '/admin': 'admin/admin-page.tsx',
  '/admin/{section}': 'admin/admin-page.tsx',
};

/** What every page asks for that runs programs, so that the browser need not wait for the application to ask. */
export const FIRST_ASKED: Readonly<Record<string, readonly string[]>> = {
  '/': ['/api/runtimes'],
  '/s/{id}': ['/api/runtimes'],
  '/problems/{id}': ['/api/runtimes'],
};

/** The one page that other sites may frame. It uses no cookie: all it may do stands in the token that it is handed. */
export const FRAMED: Readonly<Record<string, string>> = { '/embed': 'embed/embed-page.tsx' };
