import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Service, startService } from '../../integration/service.ts';

/** Debian's own; nothing is downloaded. */
export const CHROMIUM = '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);

export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What must never be: a dialog, a refused style or script, an error nobody caught, a request to somewhere else. */
  readonly trouble: string[];
}

export interface House {
  readonly service: Service;
  readonly browser: Browser;
  /** A browser of its own: nothing is shared with the others but the service. */
  open(path: string, options?: BrowserContextOptions): Promise<Watched>;
}

/** The service as anybody starts it, and a real browser before it, for the tests of a file. */
export function useHouse(settings: Readonly<Record<string, string>> = {}): () => House {
  let house: House | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    if (!hasChromium) return;
    const service = await startService({ settings });
    // Root may not use Chromium's own sandbox; what is shown here comes from this service alone.
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    house = { service, browser, open: (path, options) => open(browser, service.url, path, contexts, options) };
  });
  beforeEach(({ skip }) => skip(!hasChromium, `${CHROMIUM} is not there; apt-get install chromium`));
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await house?.browser.close();
    await house?.service.stop();
  });
  return () => {
    if (house === undefined) throw new Error('there is no house before the first test');
    return house;
  };
}

async function open(
  browser: Browser,
  base: string,
  path: string,
  contexts: BrowserContext[],
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ baseURL: base, ...options });
  contexts.push(context);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const trouble: string[] = [];
  watch(page, base, trouble);
  await page.goto(path);
  return { page, context, trouble };
}

/** Without a network the browser itself says that requests failed: that is no trouble of the page's. */
const EXPECTED = /Failed to load resource|net::ERR_|WebSocket/;

function watch(page: Page, base: string, trouble: string[]): void {
  page.on('dialog', (dialog) => {
    trouble.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => trouble.push(`an error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) trouble.push(`the console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith('data:') && !url.startsWith('about:')) trouble.push(`a request: ${url}`);
  });
}

/** Puts a program into the editor, as somebody who pastes it. */
export async function write(page: Page, code: string): Promise<void> {
  const editor = page.locator('.cm-content');
  await editor.waitFor();
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(code);
}

export async function choose(page: Page, language: string): Promise<void> {
  const editor = page.locator('.cm-content');
  await editor.waitFor();
  const choice = page.getByLabel('Language');
  if ((await choice.inputValue()) === language) return;
  const before = await editor.innerText();
  await choice.selectOption(language);
  // Its first example is on its way: whoever writes at once would meet it.
  await expect.poll(() => editor.innerText()).not.toBe(before);
  await expect.poll(async () => (await editor.innerText()).length).toBeGreaterThan(10);
}

export const run = (page: Page) => page.getByRole('button', { name: /^Run/ }).click();

/** The verdict when there is one, as the page says it. */
export async function verdict(page: Page): Promise<string> {
  const hero = page.locator(
    '.verdict[data-tone=good], .verdict[data-tone=bad], .verdict[data-tone=limit], .verdict[data-tone=fault]',
  );
  await hero.waitFor({ timeout: 45_000 });
  return hero.locator('h2').innerText();
}

export const output = (page: Page) => page.locator('.output').innerText();
