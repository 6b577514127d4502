import { beforeAll, describe, expect, it } from 'vitest';
import { useHouse, verdict, write } from './support/browser.ts';
import { publishProblem } from './support/data.ts';

/** A contest from its list to a solved problem, with another window on its board. */
describe('a contest', () => {
  const house = useHouse();
  beforeAll(async () => {
    const { service } = house();
    await publishProblem(service, 'aplusb');
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const answer = await fetch(`${service.url}/api/contests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': service.key },
      body: JSON.stringify({
        ...{ slug: 'cup', title: 'The Cup', starts_at: inHours(-1), ends_at: inHours(1) },
        problems: [{ problem: 'aplusb' }],
      }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  });

  it('is joined, its problem is handed in and counts, and the board shows it to whoever watches', {
    timeout: 120_000,
  }, async () => {
    const watcher = await house().open('/contests/cup');
    await watcher.page.getByText('Nobody has submitted yet.').or(watcher.page.locator('table.board tbody')).first().waitFor();

    const { page, trouble } = await house().open('/');
    await page.getByRole('link', { name: 'Contests' }).click();
    await page.getByRole('link', { name: 'The Cup' }).click();
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText('You take part.').waitFor();
    await page.locator('main').getByRole('link', { name: 'A+B' }).click();
    await page.getByText('What you submit counts in The Cup').waitFor();
    await page.getByLabel('Language').selectOption('python');
    await write(page, 'a, b = map(int, input().split())\nprint(a + b)');
    await page.getByRole('button', { name: /^Submit/ }).click();
    await expect.poll(() => verdict(page), { timeout: 30_000 }).toBe('Accepted');
    // Without being loaded anew, here and in the other window.
    await page.getByRole('button', { name: 'Leaderboard' }).click();
    for (const one of [page, watcher.page])
      await expect
        .poll(() => one.locator('table.board tbody tr').first().innerText(), { timeout: 20_000 })
        .toMatch(/^1\s.*\s1\s/s);
    expect(trouble).toEqual([]);
    expect(watcher.trouble).toEqual([]);
  });
});
