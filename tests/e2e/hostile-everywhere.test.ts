import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { useHouse, verdict, type Watched, write } from './support/browser.ts';
import { hostileWorker, type Written, writeHostile } from './support/hostile-data.ts';
import { effectsIn, HUGE, NONE, PAYLOADS, packed } from './support/payloads.ts';
import { joinAs } from './support/people.ts';

/** Payloads in every text that somebody can write, and every page on which it is shown. */
describe('hostile text', () => {
  const house = useHouse();
  let written: Written;
  beforeAll(async () => {
    written = await writeHostile(house().service);
  });

  async function expectInert({ page, trouble }: Watched): Promise<void> {
    // What comes late comes within this; a page that is at rest stays so.
    await page.waitForTimeout(300);
    expect(await effectsIn(page)).toEqual(NONE);
    expect(trouble).toEqual([]);
  }

  /** Each page, and a text by which one sees that the payloads are really on it. */
  const pages: readonly (readonly [string, () => string, string | RegExp])[] = [
    ['the list of problems', () => '/problems', PAYLOADS[0] ?? ''],
    ['a problem', () => '/problems/hostile', PAYLOADS[0] ?? ''],
    ['the list of contests', () => '/contests', PAYLOADS[0] ?? ''],
    ['a contest', () => written.contest, PAYLOADS[0] ?? ''],
    ['the list of setters', () => '/setter', PAYLOADS[0] ?? ''],
    ["a setter's problem", () => '/setter/hostile', PAYLOADS[0] ?? ''],
    ['keys', () => '/admin/keys', PAYLOADS[1] ?? ''],
    ['dead letters', () => '/admin/dead', PAYLOADS[1] ?? ''],
    ['abuse', () => '/admin/abuse', PAYLOADS[1] ?? ''],
    ['a shared program', () => written.share, PAYLOADS[1] ?? ''],
  ];
  for (const [name, path, seen] of pages)
    for (const width of [1280, 320])
      it(`is text on ${name}, ${width} pixels wide`, async () => {
        const watched = await house().open(path(), { viewport: { width, height: 800 } });
        await expect.poll(() => watched.page.locator('main').innerText()).toContain(seen);
        await expectInert(watched);
      });

  it('is text in what workers say of themselves, and in versions of languages', async () => {
    const { service } = house();
    await hostileWorker(service);
    const watched = await house().open('/admin');
    await expect.poll(() => watched.page.locator('main').innerText()).toContain(PAYLOADS[1] ?? '');
    await expectInert(watched);
    // Whatever the service takes over of it into the languages that it offers.
    await hostileWorker(service);
    await watched.page.waitForTimeout(2_500);
    const playground = await house().open('/');
    await playground.page.locator('.cm-content').waitFor();
    await expectInert(playground);
  });

  it('is text in what a validator tells, in a history and in what changed', { timeout: 120_000 }, async () => {
    const watched = await house().open('/problems/hostile');
    const { page } = watched;
    for (const code of [
      `print(${JSON.stringify(HUGE)})`,
      `import sys\nsys.stdout.write(${JSON.stringify(PAYLOADS.join('\n'))})`,
    ]) {
      await write(page, `# ${PAYLOADS.join(' ')}\n${code}`);
      await page.getByRole('button', { name: /^Submit/ }).click();
      await expect.poll(() => verdict(page), { timeout: 45_000 }).toBe('Wrong answer');
      for (const detail of await page.locator('.outcome details').all()) await detail.locator('summary').click();
      await expectInert(watched);
    }
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Show the source' }).first().click();
    await expect.poll(() => page.locator('.diff').innerText()).toContain('<script>alert(1)</script>');
    await expectInert(watched);
  });

  it('is text in the names of people, wherever they stand', async () => {
    const names = [...packed(180), HUGE];
    for (const [index, name] of names.entries()) {
      const watched = await joinAs(house(), `hostile-${index}`, 'admin', name);
      await expectInert(watched);
      if (index > 0) {
        await watched.context.close();
        continue;
      }
      const { page } = watched;
      await page.goto('/account');
      await page.getByRole('heading', { name: 'Your account' }).waitFor();
      await expectInert(watched);
      await page.goto('/contests/c1');
      await page.getByRole('button', { name: 'Join' }).click();
      await expect.poll(() => page.locator('main').innerText()).toContain('<script>alert(1)</script>');
      await expectInert(watched);
    }
    const watched = await house().open('/admin/people');
    await expect.poll(() => watched.page.locator('table.list tbody tr').count()).toBe(names.length);
    await expectInert(watched);
    await watched.page.getByRole('button', { name: 'What to do with hostile-0' }).click();
    await watched.page.getByRole('dialog').waitFor();
    expect(await effectsIn(watched.page)).toMatchObject({
      elements: 0,
      links: [],
      handlers: [],
      images: [],
      title: 'Cupel',
      wider: 0,
    });
    expect(watched.trouble).toEqual([]);
  });

  it('is text in the frame on another site', async () => {
    const query = new URLSearchParams({ language: PAYLOADS[1] ?? '', code: PAYLOADS.join('\n'), theme: PAYLOADS[5] ?? '' });
    const watched = await house().open(`/embed?${query}#token=${encodeURIComponent(PAYLOADS[0] ?? '')}`);
    await expect.poll(() => watched.page.locator('main').innerText(), { timeout: 30_000 }).not.toBe('');
    await watched.page.waitForTimeout(300);
    expect(await effectsIn(watched.page)).toEqual(NONE);
    const problem = await house().open(`/embed?${new URLSearchParams({ problem: PAYLOADS[2] ?? '' })}#token=x`);
    await expect.poll(() => problem.page.locator('main').innerText(), { timeout: 30_000 }).not.toBe('');
    expect(await effectsIn(problem.page)).toEqual(NONE);
  });

  it('would have every one of these effects where it is put in as it is', async () => {
    const server = createServer((request, response) => {
      const payload = JSON.stringify(PAYLOADS[Number(request.url?.slice(1))] ?? '').replaceAll('<', '\\u003c');
      response.setHeader('content-type', 'text/html; charset=utf-8').end(
        `<title>Cupel</title><div id="root"><header class="bar"><a class="name" href="/">Cupel</a></header><main></main></div>
         <script>document.querySelector('main').append(document.createRange().createContextualFragment(${payload}))</script>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = new Set<string>();
    for (const index of PAYLOADS.keys()) {
      const { page, context, trouble } = await house().open('/docs');
      await context.route(/evil\.example/, (route) => route.abort());
      await page.goto(`${base}/${index}`).catch(() => undefined);
      await page.waitForTimeout(150);
      const effects: object = await effectsIn(page).catch(() => ({}));
      for (const [name, value] of Object.entries(effects))
        if (JSON.stringify(value) !== JSON.stringify(NONE[name as keyof typeof NONE])) found.add(name);
      for (const line of trouble) found.add(line.includes('evil.example') ? 'a request' : (line.split(':')[0] ?? ''));
      await context.close();
    }
    server.close();
    expect([...found]).toEqual(
      expect.arrayContaining(['a dialog', 'a request', 'elements', 'links', 'handlers', 'images', 'visible', 'title', 'over']),
    );
  });
});
