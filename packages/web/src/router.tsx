import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Layout } from './layout/layout.tsx';
import { NotFound } from './layout/not-found.tsx';
import { PageError } from './layout/page-error.tsx';

/**
 * Every page, each loaded when it is first opened. A page of your own: a file that exports a component, a line here, its
 * path and file in packages/server/src/features/pages/paths.ts, its words in strings/.
 */
const root = createRootRoute({ component: Layout, notFoundComponent: NotFound, errorComponent: PageError });

const playground = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./playground/playground-page.tsx'), 'PlaygroundPage'),
});

const shared = createRoute({
  getParentRoute: () => root,
  path: '/s/$id',
  component: lazyRouteComponent(() => import('./playground/shared-page.tsx'), 'SharedPage'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./accounts/sign-in-page.tsx'), 'SignInPage'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: '/join/$token',
  component: lazyRouteComponent(() => import('./accounts/join-page.tsx'), 'JoinPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset/$token',
  component: lazyRouteComponent(() => import('./accounts/reset-page.tsx'), 'ResetPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./accounts/account-page.tsx'), 'AccountPage'),
});

const embed = createRoute({
  getParentRoute: () => root,
  path: '/embed',
  component: lazyRouteComponent(() => import('./embed/embed-page.tsx'), 'EmbedPage'),
});

const problems = createRoute({
  getParentRoute: () => root,
  path: '/problems',
  component: lazyRouteComponent(() => import('./problems/problems-page.tsx'), 'ProblemsPage'),
});

const problem = createRoute({
  getParentRoute: () => root,
  path: '/problems/$id',
  // From a contest, its slug: what is handed in counts there.
  validateSearch: ({ contest }: Record<string, unknown>): { contest?: string } =>
    typeof contest === 'string' ? { contest } : {},
  component: lazyRouteComponent(() => import('./problems/problem-page.tsx'), 'ProblemPage'),
});

const contests = createRoute({
  getParentRoute: () => root,
  path: '/contests',
  component: lazyRouteComponent(() => import('./contests/contests-page.tsx'), 'ContestsPage'),
});

const contest = createRoute({
  getParentRoute: () => root,
  path: '/contests/$id',
  component: lazyRouteComponent(() => import('./contests/contest-page.tsx'), 'ContestPage'),
});

const setter = createRoute({
  getParentRoute: () => root,
  path: '/setter',
  component: lazyRouteComponent(() => import('./setter/setter-page.tsx'), 'SetterPage'),
});

const setterProblem = createRoute({
  getParentRoute: () => root,
  path: '/setter/$id',
  component: lazyRouteComponent(() => import('./setter/setter-problem-page.tsx'), 'SetterProblemPage'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: lazyRouteComponent(() => import('./admin/admin-page.tsx'), 'AdminPage'),
});

const adminSection = createRoute({
  getParentRoute: () => root,
  path: '/admin/$section',
  component: lazyRouteComponent(() => import('./admin/admin-page.tsx'), 'AdminPage'),
});

const tree = root.addChildren([
  setter,
  setterProblem,
  admin,
  adminSection,
  playground,
  shared,
  signIn,
  join,
  reset,
  account,
  embed,
  problems,
  problem,
  contests,
  contest,
]);

export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
