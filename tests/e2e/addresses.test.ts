import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useHouse } from './support/browser.ts';

const MANIFEST = new URL('../../packages/web/dist/manifest.json', import.meta.url);
const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

describe('addresses', () => {
  const house = useHouse();

  it('that lead nowhere show a person a page with ways on, and are not found all the same', async () => {
    const { page, trouble } = await house().open('/problms/aplusb?from=a%20mail');
    await page.getByRole('heading', { name: 'There is no such page.' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('/problms/aplusb');
    await page.locator('main').getByRole('link', { name: 'Problems' }).click();
    await page.getByRole('heading', { level: 1, name: 'Problems' }).waitFor();
    const answer = await fetch(`${house().service.url}/problms/aplusb`, { headers: HTML });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(trouble).toEqual([]);
  });

  it.each([
    ['a path of the API, whoever asks', '/api/nowhere', HTML, {}],
    ['a file that is not there', '/assets/none.js', HTML, {}],
    ['what a program asks for', '/nowhere', { accept: '*/*' }, {}],
    ['what is sent, not looked at', '/nowhere', HTML, { method: 'POST' }],
  ])('that lead nowhere say so in JSON: %s', async (_, path, headers, more) => {
    const answer = await fetch(house().service.url + path, { headers, ...more });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'route_not_found' });
  });

  it('of pages name every file that the page needs, so that none is found out about late', async () => {
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Readonly<Record<string, Chunk>>;
    const needed = (module: string, seen = new Set<string>()): Set<string> => {
      const { file, imports = [], css = [] } = manifest[module] ?? { file: `nothing built of ${module}` };
      if (seen.has(file)) return seen;
      for (const one of [file, ...css]) seen.add(one);
      for (const one of imports) needed(one, seen);
      return seen;
    };
    for (const [path, module] of [
      ['/', 'src/playground/playground-page.tsx'],
      ['/problems/any', 'src/problems/problem-page.tsx'],
      ['/admin', 'src/admin/admin-page.tsx'],
    ] as const) {
      const html = await (await fetch(house().service.url + path)).text();
      for (const file of [...needed('index.html'), ...needed(module)]) expect(html, path).toContain(`="/${file}"`);
    }
  });

  it('of files are kept for ever by a browser, and come compressed', async () => {
    const html = await (await fetch(house().service.url)).text();
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(8);
    for (const path of files) {
      const answer = await fetch(house().service.url + path, { headers: { 'accept-encoding': 'gzip, br' } });
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      const size = (await answer.arrayBuffer()).byteLength;
      if (size > 512) expect(answer.headers.get('content-encoding'), path).toBe('br');
    }
  });
});
