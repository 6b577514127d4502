import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FRAMED, PAGES } from './paths.js';

const ROUTER = new URL('../../../../web/src/router.tsx', import.meta.url);

it('the service and the application in the browser know the same pages', () => {
  const blocks = readFileSync(ROUTER, 'utf8').split('createRoute({');
  const routes = blocks.flatMap((block) => [
    ...block.matchAll(/path: '([^']+)',[\s\S]*?lazyRouteComponent\(\(\) => import\('\.\/([^']+)'\)/g),
  ]);
  const known = routes.map(([, path = '', module = '']) => [path.replace(/\$(\w+)/g, '{$1}'), module]);
  expect(known.length).toBeGreaterThan(10);
  expect(Object.fromEntries(known)).toEqual({ ...PAGES, ...FRAMED });
});
