import type { Route, RouteScope } from './route.js';

const SCOPES: readonly RouteScope[] = ['public', 'submit', 'read', 'setter', 'admin'];

/** What is wrong with the routes, one line each: types cannot see what a cast let through, and a forgotten scope is a hole. */
export function routeProblems(routes: readonly Route[]): readonly string[] {
  const seen = new Set<string>();
  return routes.flatMap((route) => {
    const name = `${route.method} ${route.path}`;
    const twice = seen.has(name);
    seen.add(name);
    return [
      ...(SCOPES.includes(route.scope) ? [] : ['has no scope']),
      ...(twice ? ['is there twice'] : []),
      ...parameterProblems(route),
      ...(route.body && route.method === 'GET' ? ['a GET takes no body'] : []),
      ...(route.summary === '' ? ['has no summary'] : []),
    ].map((problem) => `${name}: ${problem}`);
  });
}

function parameterProblems({ path, params }: Route): string[] {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  const declared = Object.keys(params?.shape ?? {}).sort();
  return named.join() === declared.join() ? [] : [`names the parameters ${named.join()}, but declares ${declared.join()}`];
}

/** Throws where anything is wrong: a service with a hole must not start. */
export function checkRoutes(routes: readonly Route[]): void {
  const problems = routeProblems(routes);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
