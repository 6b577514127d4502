import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startService, temporaryFolder } from '../integration/service.ts';
import { choose, output, run, useHouse, verdict, write } from './support/browser.ts';

const SLOW = 'import time\nfor turn in range(8):\n    print("turn", turn, flush=True)\n    time.sleep(0.5)';
const ALL_TURNS = Array.from({ length: 8 }, (_, turn) => `turn ${turn}`).join('\n');

/** What a bad line and a service that is started again do to an open page: nothing that lasts. */
describe('when the line breaks', () => {
  const house = useHouse();

  it('sends what was submitted while offline, once, as soon as there is a network', async () => {
    const { page, context } = await house().open('/');
    await choose(page, 'python');
    await write(page, 'print("sent late")');
    await context.setOffline(true);
    await run(page);
    await expect.poll(() => page.locator('.verdict h2').innerText()).toBe('Offline');
    await context.setOffline(false);
    expect(await verdict(page)).toBe('Accepted');
    expect(await output(page)).toBe('sent late\n');
  });

  it('follows a run again in the middle, and shows every line once', async () => {
    const { page } = await house().open('/');
    let broken = false;
    let cuts = 0;
    // Streams that are cut after their first piece, as a proxy that is started again does.
    await page.route('**/events*', async (route) => {
      if (broken) return route.continue();
      broken = true;
      cuts += 1;
      return route.abort('connectionreset');
    });
    await choose(page, 'python');
    await write(page, SLOW);
    await run(page);
    await expect.poll(() => output(page)).toContain('turn 1');
    await page.context().setOffline(true);
    await expect.poll(() => page.locator('.verdict h2').innerText()).toMatch(/Connection lost|Running/);
    await page.context().setOffline(false);
    expect(await verdict(page)).toBe('Accepted');
    expect((await output(page)).trim()).toBe(ALL_TURNS);
    expect(cuts).toBe(1);
  });

  it('follows a run that was under way when the page was loaded anew', async () => {
    const { page } = await house().open('/');
    await choose(page, 'python');
    await write(page, SLOW);
    await run(page);
    await expect.poll(() => output(page)).toContain('turn 1');
    await page.reload();
    await expect.poll(() => output(page), { timeout: 30_000 }).toContain('turn 2');
    expect(await verdict(page)).toBe('Accepted');
    expect((await output(page)).trim()).toBe(ALL_TURNS);
  });

  it('outlives an API that is killed under it', async () => {
    const { page, trouble } = await house().open('/');
    await choose(page, 'python');
    await write(page, SLOW);
    await run(page);
    await expect.poll(() => output(page)).toContain('turn 1');
    const { service } = house();
    const before = service.pidOf('api') ?? 0;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => service.pidOf('api') ?? before).not.toBe(before);
    expect(await verdict(page)).toBe('Accepted');
    expect((await output(page)).trim()).toBe(ALL_TURNS);
    await write(page, 'print("again")');
    await run(page);
    await expect.poll(() => output(page)).toBe('again\n');
    expect(trouble).toEqual([]);
  });

  it('outlives the whole service, when that is stopped and started again', { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const dataDir = join(folder, 'data');
    const first = await startService({ dataDir });
    const context = await house().browser.newContext({ baseURL: first.url });
    try {
      const page = await context.newPage();
      await page.goto('/');
      await choose(page, 'python');
      await write(page, SLOW);
      await run(page);
      await expect.poll(() => output(page), { timeout: 30_000 }).toContain('turn 1');
      await first.stop();
      await expect.poll(() => page.locator('.verdict h2').innerText()).toBe('Connection lost');
      const second = await startService({ dataDir, settings: { CUPEL_PORT: new URL(first.url).port } });
      try {
        // What ran was handed back, and runs again from its beginning; the page shows that, and nothing twice.
        expect(await verdict(page)).toBe('Accepted');
        expect((await output(page)).trim()).toBe(ALL_TURNS);
      } finally {
        await second.stop();
      }
    } finally {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
