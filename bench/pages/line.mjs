/** Opens a page in Debian's Chromium over a line that is as slow as a phone's, with nothing kept from before. */
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright-core';

/** Lines by what Chromium's own tools call them: bits a second, milliseconds there and back. */
export const LINES = {
  'slow 4G, 1.6 Mbit/s, 150 ms': { down: 1.6e6, up: 750e3, latency: 150 },
  '4G, 9 Mbit/s, 60 ms': { down: 9e6, up: 1.5e6, latency: 60 },
  'this machine, no limit': undefined,
};

export function openBrowser() {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/**
 * Milliseconds from asking for the page: until something of it is drawn, until it can be used, and until it is whole; and what
 * came over the line.
 * @param {import('playwright-core').Browser} browser
 * @param {{ url: string, usable: string, whole: string }} target selectors of what must be there
 * @param {{ down: number, up: number, latency: number } | undefined} line
 */
export async function openOver(browser, { url, usable, whole }, line) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  if (line !== undefined)
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: line.latency,
      downloadThroughput: line.down / 8,
      uploadThroughput: line.up / 8,
    });
  let requests = 0;
  let bytes = 0;
  page.on('request', () => {
    requests += 1;
  });
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const start = performance.now();
  const there = async (selector) => {
    await page.locator(selector).first().waitFor({ timeout: 60_000 });
    return Math.round(performance.now() - start);
  };
  const opened = page.goto(url, { waitUntil: 'commit' });
  const [usableMs, wholeMs] = await Promise.all([there(usable), there(whole)]);
  await opened;
  const drawn = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null`);
  await context.close();
  return { drawnMs: drawn === null ? null : Math.round(drawn), usableMs, wholeMs, kilobytes: Math.round(bytes / 1000), requests };
}
