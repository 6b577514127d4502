/** Pictures of the main pages in both themes, for the README: docs/pictures/<page>-<theme>.png. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import { choose, run, useHouse, verdict } from './support/browser.ts';
import { publishProblem, submitAndWait } from './support/data.ts';

const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const SOLUTION = 'a, b = map(int, input().split())\nprint(a + b)';

const house = useHouse();

const SHOTS: Readonly<Record<string, { readonly path: string; readonly prepare: (page: Page) => Promise<void> }>> = {
  playground: {
    path: '/',
    prepare: async (page) => {
      await page.locator('.cm-content').waitFor();
      await run(page);
      await verdict(page);
    },
  },
  verdict: {
    path: '/',
    prepare: async (page) => {
      await choose(page, 'python');
      await page.getByLabel('Example').selectOption({ label: 'Too much memory' });
      await page.getByText('kept.append').waitFor();
      await run(page);
      await verdict(page);
    },
  },
  problems: { path: '/problems', prepare: async (page) => page.getByText('aplusb').first().waitFor() },
  problem: { path: '/problems/aplusb', prepare: async (page) => page.locator('.cm-content').waitFor() },
  setter: { path: '/setter', prepare: async (page) => page.locator('h1').waitFor() },
  admin: { path: '/admin', prepare: async (page) => page.waitForTimeout(4_000) },
};

it('makes the pictures', { timeout: 300_000 }, async () => {
  const { service } = house();
  for (const slug of ['aplusb', 'circle', 'guess', 'knapsack', 'primes'])
    await publishProblem(service, slug).catch(() => undefined);
  for (const code of [SOLUTION, 'print(5)']) await submitAndWait(service, { language: 'python', code, problem: 'aplusb' });
  for (let turn = 0; turn < 20; turn += 1) await submitAndWait(service, { language: 'python', code: `print(${turn})` });
  for (const theme of ['light', 'dark'] as const)
    for (const [name, { path, prepare }] of Object.entries(SHOTS)) {
      const { page, context } = await house().open(path, { colorScheme: theme, viewport: { width: 1280, height: 760 } });
      await prepare(page);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${PICTURES}${name}-${theme}.png` });
      await context.close();
    }
});
