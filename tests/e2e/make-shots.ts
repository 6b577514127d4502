/** Pictures of the main pages in both themes, for the README: docs/pictures/<page>-<theme>.png. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { it } from 'vitest';
import type { Service } from '../integration/service.ts';
import { choose, run, useHouse, verdict, write } from './support/browser.ts';
import { publishProblem, submitAndWait } from './support/data.ts';

const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const SOLUTION = 'a, b = map(int, input().split())\nprint(a + b)';
const WRONG = 'a, b = map(int, input().split())\nprint(abs(a) + abs(b))';

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
  problem: {
    path: '/problems/aplusb',
    prepare: async (page) => {
      await page.getByLabel('Language').selectOption('python');
      await write(page, WRONG);
      await page.getByRole('button', { name: /^Submit/ }).click();
      await page.locator('.side-by-side .differs').first().waitFor();
    },
  },
  contest: { path: '/contests/cup', prepare: async (page) => page.locator('table.board tbody tr').first().waitFor() },
  setter: {
    path: '/setter/aplusb',
    prepare: async (page) =>
      page
        .getByRole('button', { name: /^Input,/ })
        .first()
        .waitFor(),
  },
  admin: { path: '/admin', prepare: async (page) => page.waitForTimeout(8_000) },
  doctor: {
    path: '/admin/doctor',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Examine now' }).click();
      await page.getByText(/to be looked at/).waitFor({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Examine now' }).waitFor();
    },
  },
};

/** A contest with some who have solved something, and some who have not. */
async function holdContest({ url, key }: Service): Promise<void> {
  const post = (path: string, body: unknown) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify(body),
    });
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const problems = ['aplusb', 'primes', 'circle'].map((problem) => ({ problem }));
  await post('/api/contests', { slug: 'cup', title: 'The Assay Cup', starts_at: inHours(-1), ends_at: inHours(2), problems });
  for (const user of ['Ada', 'Blaise', 'Emmy', 'Grace', 'Kurt']) {
    await post('/api/contests/cup/participants', { user, name: user });
    if (user !== 'Kurt')
      await post('/api/contests/cup/submissions?wait=true', { problem: 'A', user, language: 'python', code: 'print(5)' });
    if (user !== 'Blaise')
      await post('/api/contests/cup/submissions?wait=true', { problem: 'A', user, language: 'python', code: SOLUTION });
  }
}

/** Something to be seen in the charts, until it is told to stop. */
function submitSlowly(service: Service): { stop(): Promise<void> } {
  let on = true;
  const going = (async () => {
    while (on) await submitAndWait(service, { language: 'python', code: 'print(sum(range(100_000)))' }).catch(() => undefined);
  })();
  return {
    stop: () => {
      on = false;
      return going;
    },
  };
}

it('makes the pictures', { timeout: 300_000 }, async () => {
  const { service } = house();
  for (const slug of ['aplusb', 'circle', 'guess', 'knapsack', 'primes'])
    await publishProblem(service, slug).catch(() => undefined);
  for (const code of [SOLUTION, 'print(5)']) await submitAndWait(service, { language: 'python', code, problem: 'aplusb' });
  for (let turn = 0; turn < 20; turn += 1) await submitAndWait(service, { language: 'python', code: `print(${turn})` });
  await holdContest(service);
  const load = submitSlowly(service);
  for (const theme of ['light', 'dark'] as const)
    for (const [name, { path, prepare }] of Object.entries(SHOTS)) {
      const { page, context } = await house().open(path, { colorScheme: theme, viewport: { width: 1280, height: 760 } });
      await prepare(page);
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${PICTURES}${name}-${theme}.png` });
      await context.close();
    }
  await load.stop();
});
