import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useHouse, verdict } from './support/browser.ts';
import { publishProblem } from './support/data.ts';

const DOCS = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
/** The page that the documentation shows, word by word. */
const EXAMPLE = /^ {3}```html\n( {3}<!doctype html>[\s\S]*?)^ {3}```$/m.exec(DOCS)?.[1] ?? '';

/** The page of docs/embedding.md, served by another site whose server does what stands there. */
describe('<cupel-editor> in a page elsewhere', () => {
  const house = useHouse({ CUPEL_KEYLESS: 'false' });
  let elsewhere: Server;
  /** How often the page asked its own server, which answers with this. */
  const own = { asked: 0, token: '' };
  beforeAll(async () => {
    elsewhere = createServer((request, response) => {
      if (request.url === '/cupel-token') {
        own.asked += 1;
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ token: own.token }));
      } else
        response.setHeader('content-type', 'text/html').end(EXAMPLE.replaceAll('http://127.0.0.1:4096', house().service.url));
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    await publishProblem(house().service, 'aplusb');
  });
  afterAll(() => void elsewhere.close());

  async function newToken(): Promise<string> {
    const { url, key } = house().service;
    const made = await fetch(`${url}/api/embed-tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ user: 'student-17' }),
    });
    return ((await made.json()) as { readonly token: string }).token;
  }

  async function open(given: string) {
    own.token = given;
    own.asked = 0;
    const context = await house().browser.newContext();
    context.setDefaultTimeout(20_000);
    const tab = await context.newPage();
    // localhost is another site than 127.0.0.1, where the service is.
    await tab.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`);
    return { context, tab };
  }

  /** The component keeps its frame to itself, so it is found among the frames of the tab. */
  async function frameOf(tab: Page, id: 'free' | 'judged'): Promise<Frame> {
    await tab.locator(`#${id}`).scrollIntoViewIfNeeded();
    const find = () =>
      tab.frames().find((frame) => frame.url().includes('/embed?') && frame.url().includes('problem=') === (id === 'judged'));
    await expect.poll(find, { timeout: 20_000 }).toBeDefined();
    const frame = find() as Frame;
    await frame.locator('.cm-content').waitFor();
    return frame;
  }
  const inFrame = (frame: Frame) => frame as unknown as Page;
  const replace = async (tab: Page, frame: Frame, code: string) => {
    await frame.locator('.cm-content').click();
    await tab.keyboard.press('Control+a');
    await tab.keyboard.insertText(code);
  };
  const heightOf = (tab: Page, id: string) =>
    tab.evaluate(`Math.round(document.querySelector('#${id}').getBoundingClientRect().height)`) as Promise<number>;

  it('is shown in the documentation', () => {
    expect(EXAMPLE).toContain('<cupel-editor id="judged" problem="aplusb"');
  });

  it('runs a program, tells the page the verdict, and leaves no cookie', async () => {
    const { context, tab } = await open(await newToken());
    const frame = await frameOf(tab, 'free');
    await frame.getByRole('button', { name: /^Run/ }).click();
    await expect.poll(() => tab.locator('#last').textContent()).toBe('AC: ended with exit code 0');
    await expect.poll(() => frame.evaluate('document.documentElement.scrollHeight - innerHeight')).toBeLessThanOrEqual(0);
    expect(await context.cookies()).toEqual([]);
    // Only the language that the page names is offered.
    expect(await frame.getByLabel('Language').locator('option').count()).toBe(1);
    await context.close();
  });

  it('judges what is written for a problem, and tells the verdict and why', async () => {
    const { context, tab } = await open(await newToken());
    const frame = await frameOf(tab, 'judged');
    await replace(tab, frame, 'print(5)');
    await frame.getByRole('button', { name: /^Submit/ }).click();
    await expect.poll(() => verdict(inFrame(frame)), { timeout: 45_000 }).toBe('Wrong answer');
    await expect.poll(() => tab.locator('#last').textContent()).toMatch(/^WA: /);
    expect(await frame.locator('table.list tbody tr').count()).toBeGreaterThan(1);
    await replace(tab, frame, 'a, b = map(int, input().split())\nprint(a + b)');
    await tab.keyboard.press('Control+Enter');
    await expect.poll(() => tab.locator('#last').textContent(), { timeout: 45_000 }).toMatch(/^AC: /);
    expect(await frame.locator('[role=status]').first().innerText()).toMatch(/^Accepted/);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('is as high as its content, also when that becomes less', async () => {
    const { context, tab } = await open(await newToken());
    const frame = await frameOf(tab, 'free');
    const fits = () =>
      frame.evaluate(`Math.abs(document.querySelector('#content').getBoundingClientRect().height - innerHeight) < 2`);
    await expect.poll(fits).toBe(true);
    const before = await heightOf(tab, 'free');
    await replace(tab, frame, Array(60).fill('print(1)').join('\n'));
    await expect.poll(() => heightOf(tab, 'free')).toBeGreaterThan(before + 50);
    await expect.poll(fits).toBe(true);
    await replace(tab, frame, 'print(1)');
    await expect.poll(() => heightOf(tab, 'free')).toBeLessThanOrEqual(before + 2);
    await context.close();
  });

  it('follows the theme of the page without losing what is written', async () => {
    const { context, tab } = await open(await newToken());
    const frame = await frameOf(tab, 'free');
    await replace(tab, frame, '# mine');
    const ground = () => frame.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await ground();
    await tab.evaluate(`document.querySelector('#free').setAttribute('theme', 'dark')`);
    await expect.poll(ground).not.toBe(light);
    expect(await frame.locator('.cm-content').innerText()).toContain('# mine');
    await context.close();
  });

  it('renews a token that has expired unseen, and keeps what is written', async () => {
    const { context, tab } = await open('cupel_expired');
    own.token = 'cupel_expired';
    const frame = await frameOf(tab, 'free');
    const before = own.asked;
    own.token = await newToken();
    await replace(tab, frame, 'print("kept")');
    await frame.getByRole('button', { name: /^Run/ }).click();
    await expect.poll(() => tab.locator('#last').textContent()).toBe('AC: ended with exit code 0');
    expect(await frame.locator('.output').innerText()).toContain('kept');
    expect(own.asked).toBeGreaterThan(before);
    await context.close();
  });

  it('says in words that a token has expired, where no other comes', { timeout: 90_000 }, async () => {
    const { context, tab } = await open('');
    const frame = await frameOf(tab, 'free');
    await frame.getByRole('button', { name: /^Run/ }).click();
    await expect.poll(() => frame.locator('.verdict h2').innerText(), { timeout: 40_000 }).toBe('Refused');
    expect(await frame.locator('.verdict .why').innerText()).toBe(
      'What lets this page run programs has expired. Load the page again.',
    );
    await context.close();
  });

  it('hears the page around it alone', async () => {
    const { context, tab } = await open(await newToken());
    const frame = await frameOf(tab, 'free');
    // What another window posts to the frame: here the frame itself, which is not the page around.
    await frame.evaluate(`postMessage({ cupel: 'theme', theme: 'dark' }, '*'); postMessage({ cupel: 'token', token: 'x' }, '*')`);
    await frame.getByRole('button', { name: /^Run/ }).click();
    await expect.poll(() => tab.locator('#last').textContent()).toMatch(/^AC/);
    expect(await frame.evaluate(`document.documentElement.dataset.theme`)).toBe('light');
    // And the page around takes no message but from the frame.
    await tab.evaluate(`postMessage({ cupel: 'verdict', detail: { verdict: 'forged' } }, '*')`);
    expect(await tab.locator('#last').textContent()).not.toContain('forged');
    await context.close();
  });

  it('has a token that sees nothing of others', async () => {
    const { url, key } = house().service;
    const mine = { 'x-api-key': key, 'content-type': 'application/json' };
    const made = await fetch(`${url}/api/submit`, { method: 'POST', headers: mine, body: '{"language":"python","code":"1"}' });
    const { id } = (await made.json()) as { readonly id: string };
    const embedded = { authorization: `Bearer ${await newToken()}`, 'content-type': 'application/json' };
    const status = async (path: string, init: RequestInit = {}) =>
      (await fetch(url + path, { ...init, headers: embedded })).status;
    expect(await status(`/api/result/${id}`)).toBe(404);
    expect(await status('/api/keys')).toBe(403);
    expect(await status('/api/account')).toBe(403);
    expect(await status('/api/embed-tokens', { method: 'POST', body: '{}' })).toBe(403);
  });

  it('is the one page that may be framed', async () => {
    const { url } = house().service;
    const policy = async (path: string) => (await fetch(url + path)).headers.get('content-security-policy');
    expect(await policy('/embed')).toContain('frame-ancestors *');
    for (const path of ['/', '/sign-in', '/problems', '/admin', '/account'])
      expect(await policy(path)).toContain("frame-ancestors 'none'");
    expect(await policy('/')).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
  });
});
