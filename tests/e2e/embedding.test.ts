import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useHouse } from './support/browser.ts';

const EXAMPLE = new URL('../../docs/examples/embed.html', import.meta.url);

/** The page of docs/, served by another site. */
describe('<cupel-editor> in a page elsewhere', () => {
  const house = useHouse({ CUPEL_KEYLESS: 'false' });
  let elsewhere: Server;
  let page = '';
  beforeAll(async () => {
    elsewhere = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void elsewhere.close());
  const address = () => `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;

  async function token(): Promise<string> {
    const { url, key } = house().service;
    const made = await fetch(`${url}/api/embed-tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ user: 'student-17' }),
    });
    return ((await made.json()) as { readonly token: string }).token;
  }

  async function open(given: string) {
    const { browser, service } = house();
    page = readFileSync(EXAMPLE, 'utf8').replace('http://127.0.0.1:4096', service.url).replace('PUT A TOKEN HERE', given);
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(address());
    return { context, tab };
  }

  /** The component keeps its frame to itself, so it is found among the frames of the tab. */
  const inside = (tab: import('playwright-core').Page) =>
    expect.poll(() => tab.frames().find((frame) => frame.url().includes('/embed')), { timeout: 20_000 });

  it('runs a program, tells the page the verdict, is as high as it needs to be, and leaves no cookie', async () => {
    const { context, tab } = await open(await token());
    await inside(tab).toBeDefined();
    const frame = tab.frames().find((one) => one.url().includes('/embed'));
    await frame?.locator('.cm-content').waitFor({ timeout: 20_000 });
    await frame?.getByRole('button', { name: /^Run/ }).click();
    await expect.poll(() => tab.locator('#last').textContent()).toBe('AC: ended with exit code 0');
    await expect.poll(() => frame?.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
    expect(await context.cookies()).toEqual([]);
    // Only the language that the page names is offered.
    expect(await frame?.getByLabel('Language').locator('option').count()).toBe(1);
    await context.close();
  });

  it('does nothing without a token, and a token sees nothing of others', async () => {
    const { context, tab } = await open('');
    await inside(tab).toBeDefined();
    const frame = tab.frames().find((one) => one.url().includes('/embed'));
    await frame?.locator('.cm-content').waitFor({ timeout: 20_000 });
    await frame?.getByRole('button', { name: /^Run/ }).click();
    await expect.poll(() => frame?.locator('.verdict h2').innerText()).toBe('Refused');
    await context.close();
    const { url, key } = house().service;
    const own = { 'x-api-key': key, 'content-type': 'application/json' };
    const made = await fetch(`${url}/api/submit`, { method: 'POST', headers: own, body: '{"language":"python","code":"1"}' });
    const { id } = (await made.json()) as { readonly id: string };
    const embedded = { authorization: `Bearer ${await token()}` };
    expect((await fetch(`${url}/api/result/${id}`, { headers: embedded })).status).toBe(404);
    expect((await fetch(`${url}/api/keys`, { headers: embedded })).status).toBe(403);
    expect(
      (
        await fetch(`${url}/api/embed-tokens`, {
          method: 'POST',
          headers: { ...embedded, 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(403);
  });

  it('is the one page that may be framed', async () => {
    const { url } = house().service;
    const policy = async (path: string) => (await fetch(url + path)).headers.get('content-security-policy');
    expect(await policy('/embed')).toContain('frame-ancestors *');
    for (const path of ['/', '/sign-in', '/problems', '/admin']) expect(await policy(path)).toContain("frame-ancestors 'none'");
    expect(await policy('/')).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
  });
});
