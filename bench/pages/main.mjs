/**
 * npm run bench:pages [-- --quick] [-- --no-save]: how soon the pages can be used in a browser that has never been there, over
 * a slow line, a better one, and none. Usable is: the program stands in a field that takes typing, and can be run; whole is:
 * the editor has taken the field's place, and colours it.
 */
import { describeMachine } from '../sandbox/machine.mjs';
import { startService } from '../service/service.mjs';
import { saveResults } from '../suite/save.mjs';
import { LINES, openBrowser, openOver } from './line.mjs';

const TURNS = process.argv.includes('--quick') ? 2 : 9;
/** What the project promises: milliseconds on the slow line. */
const SOON = 2_000;

const PAGES = {
  playground: {
    path: '/',
    usable: '.editor-plain:has-text("altogether"), .cm-content:has-text("altogether")',
    whole: '.cm-content .cm-line span',
  },
  problems: { path: '/problems', usable: 'main h1', whole: 'main h1' },
};

const machine = describeMachine();
const service = await startService();
const browser = await openBrowser();
try {
  const results = [];
  for (const [line, speed] of Object.entries(LINES))
    for (const [page, { path, ...parts }] of Object.entries(PAGES)) {
      const target = { url: service.url + path, ...parts };
      const turns = [];
      for (let turn = 0; turn < TURNS; turn += 1) turns.push(await openOver(browser, target, speed));
      const result = { line, page, turns: TURNS, ...middle(turns) };
      process.stdout.write(`${JSON.stringify(result)}\n`);
      results.push(result);
    }
  const [slow] = results;
  const met = slow.usableMs <= SOON;
  process.stdout.write(`${met ? 'met' : 'MISSED'}: usable on a slow line within ${SOON} ms: ${slow.usableMs} ms\n`);
  const expectations = [{ what: 'the playground is usable on a slow line', bound: `${SOON} ms`, found: slow.usableMs, met }];
  saveResults('pages', machine, { results, expectations });
} finally {
  await browser.close();
  await service.stop();
}

/** The median of each figure. @param {readonly Record<string, number | null>[]} turns */
function middle(turns) {
  const names = ['drawnMs', 'usableMs', 'wholeMs', 'kilobytes', 'requests'];
  return Object.fromEntries(names.map((name) => [name, median(turns.map((turn) => turn[name]))]));
}

function median(values) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? null;
}
