/** Paths that the application in the browser knows; each is answered with the same page, and it does the rest. */
export const PAGE_PATHS = [
  '/',
  '/s/{id}',
  '/sign-in',
  '/join/{token}',
  '/reset/{token}',
  '/account',
  '/problems',
  '/problems/{id}',
  '/problems/{id}/{section}',
  '/contests',
  '/contests/{id}',
  '/setter',
  '/setter/{id}',
  '/setter/{id}/{section}',
  '/admin',
  '/admin/{section}',
] as const;

/** The one page that other sites may frame. It uses no cookie: all it may do stands in the token that it is handed. */
export const FRAMED_PATH = '/embed';
