import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, output, run, useHouse, verdict, write } from './support/browser.ts';
import { publishProblem } from './support/data.ts';
import { fillJoin, invitationPath } from './support/people.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const THEMES = ['light', 'dark'] as const;

/** Violations of WCAG 2.2 A and AA, and of axe's best practices, one line each. */
async function violations(page: Page): Promise<readonly string[]> {
  // Injected by the tests' own hand, past the policy of the page.
  await page.evaluate(AXE);
  return (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', ')))`,
  )) as readonly string[];
}

/** Signs a new person in, as an administrator. */
async function signUp(page: Page): Promise<void> {
  await page.goto(await invitationPath(new URL(page.url()).origin, 'admin'));
  await fillJoin(page, `person-${Math.random().toString(36).slice(2)}`);
}

/** Every page that there is; what it takes to see it whole stands beside it. */
const PAGES: readonly { readonly path: string; readonly prepare?: (page: Page) => Promise<void> }[] = [
  { path: '/', prepare: async (page) => page.locator('.cm-content').waitFor() },
  {
    path: '/',
    prepare: async (page) => {
      await write(page, 'import sys\nprint("out")\nprint("err", file=sys.stderr)\nsys.exit(1)');
      await run(page);
      await verdict(page);
      await page.getByText('What the kernel saw').click();
    },
  },
  {
    path: '/',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.getByLabel('Link').waitFor();
    },
  },
  {
    path: '/',
    prepare: async (page) => {
      await page.getByRole('radio', { name: 'Terminal' }).check();
      await write(page, 'import sys\nprint("\\x1b[31mred\\x1b[0m", file=sys.stderr, flush=True)\ninput("name? ")');
      await page.locator('.xterm-rows').waitFor();
      await run(page);
      await expect.poll(() => page.locator('.xterm-rows').innerText()).toContain('name?');
    },
  },
  { path: '/sign-in' },
  {
    path: '/sign-in?provider=away',
    prepare: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('nobody');
      await page.getByLabel('Password').fill('not a password');
      await page.keyboard.press('Enter');
      await page.getByText('the name or the password is not right').waitFor();
    },
  },
  { path: '/join/none' },
  { path: '/reset/none' },
  { path: '/account' },
  {
    path: '/account',
    prepare: async (page) => {
      await signUp(page);
      await page.goto('/account');
      await page.getByLabel('Password as it is now').fill('not it at all');
      await page.getByLabel('New password').fill('a new password');
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      await page.getByText('that is not your password').waitFor();
    },
  },
  { path: '/s/none' },
  { path: '/problems' },
  { path: '/problems/aplusb', prepare: async (page) => page.locator('.cm-content').waitFor() },
  { path: '/contests' },
  { path: '/setter' },
  { path: '/setter/aplusb' },
  { path: '/admin' },
  { path: '/admin/keys' },
  { path: '/admin/dead' },
  { path: '/admin/abuse' },
  { path: '/admin/doctor' },
  {
    path: '/admin/people',
    prepare: async (page) => {
      await signUp(page);
      await page.goto('/admin/people');
      await page.getByRole('button', { name: 'Invite' }).click();
      await page.getByRole('status').filter({ hasText: 'Makes one account' }).waitFor();
    },
  },
  {
    path: '/admin/people',
    prepare: async (page) => {
      await signUp(page);
      await page.goto('/admin/people');
      await page
        .getByRole('button', { name: /^What to do with/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Link for a new password' }).click();
      await page.getByLabel('Give this to them').waitFor();
    },
  },
  { path: '/embed?language=python', prepare: async (page) => page.locator('.cm-content').waitFor() },
  { path: '/nowhere-at-all' },
];

const NARROW = [
  ...['/', '/sign-in', '/join/none', '/account', '/problems', '/problems/aplusb', '/contests', '/setter', '/setter/aplusb'],
  ...['/admin', '/admin/people', '/admin/keys', '/admin/dead', '/admin/abuse', '/admin/doctor', '/embed?language=python'],
];

describe('for everyone', () => {
  const house = useHouse();
  beforeAll(async () => {
    if (existsSync(CHROMIUM)) await publishProblem(house().service, 'aplusb');
  });

  for (const theme of THEMES)
    for (const [index, { path, prepare }] of PAGES.entries())
      it(`axe finds nothing at ${path} (${index}) in ${theme}`, async () => {
        const { page } = await house().open(path, { colorScheme: theme, reducedMotion: 'reduce' });
        await page.locator('h1').first().waitFor({ state: 'attached' });
        await prepare?.(page);
        expect(await violations(page)).toEqual([]);
      });

  it('axe would find something', async () => {
    const { page } = await house().open('/sign-in');
    await page.locator('h1').waitFor();
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/x.png"><button></button>')`);
    expect((await violations(page)).map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining(['button-name', 'image-alt']),
    );
  });

  it('fits 320 pixels, and twice the size, without scrolling sideways', { timeout: 180_000 }, async () => {
    for (const size of [
      { width: 320, height: 640 },
      { width: 640, height: 400 },
    ])
      for (const path of NARROW) {
        const { page } = await house().open(path, { viewport: size });
        await page.locator('h1').first().waitFor({ state: 'attached' });
        if (size.width === 640) await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
        const wide = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
        await expect.poll(wide, { message: `${path} at ${size.width}` }).toBeLessThanOrEqual(0);
        await page.close();
      }
  });

  it('is worked by keyboard alone: write, leave the editor, run, read', async () => {
    const { page } = await house().open('/');
    await page.locator('.cm-content').waitFor();
    const focused = () =>
      page.evaluate(`(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()`);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    for (let turn = 0; turn < 30 && !/^Program/.test(String(await focused())); turn += 1) await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^Program, main\.py/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('if 1:\nprint("keys")');
    // Tab indents here; it must not leave.
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^Program/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await focused()).not.toMatch(/^Program/);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+Enter');
    expect(await verdict(page)).toBe('Accepted');
    expect(await output(page)).toContain('keys');
  });

  it('lets people be managed by keyboard alone, and puts the focus back where it was', async () => {
    const { page } = await house().open('/sign-in');
    await signUp(page);
    await page.goto('/admin/people');
    await page.locator('table.list button').first().waitFor();
    const focused = () =>
      page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent`);
    for (let turn = 0; turn < 40 && !/^What to do with/.test(String(await focused())); turn += 1)
      await page.keyboard.press('Tab');
    const opened = await focused();
    expect(opened).toMatch(/^What to do with/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    for (let turn = 0; turn < 12; turn += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`document.querySelector('[role=dialog]').contains(document.activeElement)`)).toBe(true);
    }
    for (let turn = 0; turn < 12 && (await focused()) !== 'Sign out everywhere'; turn += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog.getByRole('status').last().innerText()).toContain('is signed out everywhere');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(focused).toBe(opened);
  });

  it('says a verdict on a problem aloud, too, once it is out', async () => {
    const { page } = await house().open('/problems/aplusb');
    await page.getByLabel('Language').selectOption('python');
    await write(page, 'print(5)');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => page.locator('[role=status][aria-live=polite]').innerText(), { timeout: 45_000 })
      .toMatch(/^Wrong answer: /);
  });

  it('says the verdict in words, by a shape, and aloud', async () => {
    const { page } = await house().open('/');
    await write(page, 'raise SystemExit(3)');
    await run(page);
    expect(await verdict(page)).toBe('Runtime error');
    expect(await page.locator('.verdict svg rect').count()).toBe(1);
    expect(await page.locator('[role=status][aria-live=polite]').innerText()).toMatch(/^Runtime error: /);
  });
});
