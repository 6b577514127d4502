import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { choose, run, useHouse, verdict, type Watched, write } from './support/browser.ts';

const SCREEN = '.terminal-box .xterm-rows';

/** What stands in the terminal, without the blanks after it. */
const screen = async (page: Page) => (await page.locator(SCREEN).innerText()).trimEnd();
const shows = (page: Page, text: string | RegExp) => expect.poll(() => screen(page)).toMatch(text);

async function opened(house: ReturnType<typeof useHouse>, kind: 'Terminal' | 'Lines', code: string, language = 'python') {
  const watched = await house().open('/');
  await choose(watched.page, language);
  await watched.page.getByRole('radio', { name: kind }).check();
  await write(watched.page, code);
  await watched.page.locator(SCREEN).waitFor();
  return watched;
}

/** Styles of a piece of text in the terminal, as the browser draws it. */
const styleOf = (page: Page, text: string) =>
  page.evaluate(
    `(() => {
      const span = [...document.querySelectorAll('.xterm-rows span')].find((one) => one.textContent.includes(${JSON.stringify(text)}));
      const { color, textDecorationLine, fontWeight } = getComputedStyle(span);
      return { color, underlined: textDecorationLine.includes('underline'), bold: Number(fontWeight) > 500 };
    })()`,
  ) as Promise<{ readonly color: string; readonly underlined: boolean; readonly bold: boolean }>;

const GREETING = 'print("Welcome")\nname = input("name? ")\nprint(f"Hello, {name}!")';

describe('a terminal in the playground', () => {
  const house = useHouse();

  it('asks for a name and greets whoever types it, right after Run and by keyboard alone', async () => {
    const { page, trouble } = await opened(house, 'Terminal', GREETING);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
    await shows(page, /^Welcome\nname\?$/);
    await page.keyboard.type('Adx');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('a\n');
    expect(await verdict(page)).toBe('Accepted');
    expect(await screen(page)).toBe('Welcome\nname? Ada\nHello, Ada!');
    // Nobody reads any more.
    await page.keyboard.type('more\n');
    expect(await screen(page)).toBe('Welcome\nname? Ada\nHello, Ada!');
    // And again, from where one is.
    await page.keyboard.press('Control+Enter');
    await shows(page, /^Welcome\nname\?$/);
    await page.keyboard.type('Bob\n');
    await shows(page, /Hello, Bob!$/);
    expect(trouble).toEqual([]);
  });

  it('tells stderr apart, and takes no question for it', async () => {
    const code =
      'import sys\nprint("plain")\nprint("\\x1b[32mwarned\\x1b[0m again", file=sys.stderr, flush=True)\ninput("ask? ")';
    const { page, trouble } = await opened(house, 'Terminal', code);
    await run(page);
    await shows(page, /ask\?/);
    const [plain, error, question] = await Promise.all(['plain', 'again', 'ask'].map((text) => styleOf(page, text)));
    expect([plain, error, question].map((style) => style?.underlined)).toEqual([false, true, false]);
    expect(error?.color).not.toBe(plain?.color);
    expect(question).toEqual(plain);
    expect(trouble).toEqual([]);
  });

  it('interrupts on Ctrl C, ends the input on Ctrl D, and has buttons for both', async () => {
    const code =
      'import time\nfor line in open(0): print("read", line.strip(), flush=True)\nprint("end", flush=True)\ntime.sleep(60)';
    const { page } = await opened(house, 'Terminal', code);
    await run(page);
    await page.locator('.terminal-keys button').first().waitFor();
    await page.keyboard.type('one\n');
    await shows(page, /read one/);
    await page.keyboard.press('Control+d');
    await shows(page, /read one\nend$/);
    await page.keyboard.press('Control+c');
    expect(await verdict(page)).toBe('Killed by a signal');
    expect(await page.locator('.verdict .why').innerText()).toContain('SIGINT');
    await run(page);
    await page.getByRole('button', { name: /^End input/ }).click();
    await shows(page, /^end$/);
    await page.getByRole('button', { name: /^Interrupt/ }).click();
    expect(await verdict(page)).toBe('Killed by a signal');
  });

  it('has the size that is seen, and follows the window', async () => {
    const code =
      'import os, signal\nshow = lambda *_: print("size", *os.get_terminal_size(), flush=True)\nsignal.signal(signal.SIGWINCH, show)\nshow()\ninput()';
    const { page } = await opened(house, 'Terminal', code);
    await run(page);
    await shows(page, /size \d+ \d+/);
    const before = /size (\d+) (\d+)/.exec(await screen(page));
    const { rows, width } = (await page.evaluate(
      `({ rows: document.querySelector('.xterm-rows').children.length, width: document.querySelector('.terminal-box').clientWidth })`,
    )) as { readonly rows: number; readonly width: number };
    expect(Number(before?.[2])).toBe(rows);
    expect(Number(before?.[1])).toBeGreaterThan(width / 12);
    await page.setViewportSize({ width: 1500, height: 500 });
    await shows(page, /size \d+ \d+\nsize \d+ \d+/);
    const after = /\nsize (\d+) (\d+)$/.exec(await screen(page));
    expect(Number(after?.[1])).toBeGreaterThan(Number(before?.[1]));
    expect(Number(after?.[2])).toBeLessThan(Number(before?.[2]));
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => page.locator('.verdict h2').innerText()).toBe('Stopped');
  });

  it('goes on after the page was loaded anew in the middle', async () => {
    const { page, trouble } = await opened(house, 'Terminal', 'while True: print("got", input("> "))');
    await run(page);
    await shows(page, /^>$/);
    await page.keyboard.type('before\n');
    await shows(page, /^> before\ngot before\n>$/);
    await page.reload();
    await shows(page, /^> before\ngot before\n>$/);
    await page.locator('.terminal-box').click();
    await page.keyboard.type('after\n');
    await shows(page, /^> before\ngot before\n> after\ngot after\n>$/);
    await page.keyboard.press('Control+c');
    expect(await verdict(page)).toBe('Killed by a signal');
    expect(trouble).toEqual([]);
  });

  it('is left by keyboard: Shift Tab, or Escape and then Tab; Tab alone is the program’s', async () => {
    const code =
      'import sys, tty\ntty.setraw(0)\nprint("raw", end="\\r\\n", flush=True)\nprint(repr(sys.stdin.read(2)), end="\\r\\n", flush=True)\nsys.stdin.read(1)';
    const { page } = await opened(house, 'Terminal', code);
    const inside = () => page.evaluate(`document.activeElement.closest('.terminal-box') !== null`);
    await run(page);
    await shows(page, /^raw/);
    expect(await inside()).toBe(true);
    await page.keyboard.press('Tab');
    expect(await inside()).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await inside()).toBe(false);
    await shows(page, /'\\t\\x1b'/);
    await page.locator('.terminal-box').click();
    await page.keyboard.press('Shift+Tab');
    expect(await inside()).toBe(false);
    await page.getByRole('button', { name: 'Stop' }).click();
  });

  it('takes what is pasted, and gives what is selected to the clipboard', async () => {
    const watched = await house().open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = watched;
    await page.getByRole('radio', { name: 'Terminal' }).check();
    await write(page, 'print([input(), input()])');
    await page.locator(SCREEN).waitFor();
    await page.evaluate(`navigator.clipboard.writeText('one\\ntwo\\n')`);
    await run(page);
    await page.locator('.terminal-keys button').first().waitFor();
    await page.keyboard.press('Control+v');
    expect(await verdict(page)).toBe('Accepted');
    expect(await screen(page)).toContain("['one', 'two']");
    await page.locator('.terminal-box').dblclick({ position: { x: 12, y: 12 } });
    await page.keyboard.press('Control+c');
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('one');
  });
});

describe('lines into a pipe', () => {
  const house = useHouse();

  it('are mended, stand where the program read them, and survive output that comes meanwhile', async () => {
    const code =
      'import sys, threading\nname = input("name? ")\nprint("Hello,", name, flush=True)\ninput()\nprint("late", file=sys.stderr, flush=True)\nprint("got", input())';
    const { page, trouble } = await opened(house, 'Lines', code);
    await run(page);
    await shows(page, /^name\?$/);
    await page.keyboard.type('Bobx');
    await shows(page, /^name\? Bobx$/);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('\n');
    await shows(page, /^name\? Bob\nHello, Bob$/);
    // The first goes off, the second is half typed when the program writes.
    await page.keyboard.type('first\nsec');
    await shows(page, /^name\? Bob\nHello, Bob\nfirst\nlate\nsec$/);
    expect((await styleOf(page, 'late')).underlined).toBe(true);
    await page.reload();
    await shows(page, /^name\? Bob\nHello, Bob\nfirst\nlate$/);
    await page.locator('.terminal-box').click();
    await page.keyboard.type('second\n');
    expect(await verdict(page)).toBe('Accepted');
    expect(await screen(page)).toBe('name? Bob\nHello, Bob\nfirst\nlate\nsecond\ngot second');
    expect(trouble).toEqual([]);
  });

  it('end with Ctrl D, and Ctrl C interrupts', async () => {
    const { page } = await opened(house, 'Lines', 'import sys, time\nprint(len(sys.stdin.read()), flush=True)\ntime.sleep(60)');
    await run(page);
    await page.locator('.terminal-keys button').first().waitFor();
    await page.keyboard.type('four\n');
    await page.keyboard.press('Control+d');
    await shows(page, /^four\n5$/);
    await page.keyboard.press('Control+c');
    expect(await verdict(page)).toBe('Killed by a signal');
  });

  it('are no longer offered where the input is given, which runs as ever', async () => {
    const { page } = await opened(house, 'Lines', 'print(input())');
    await page.getByRole('radio', { name: 'Given' }).check();
    await page.getByLabel('Standard input').fill('given');
    await run(page);
    expect(await verdict(page)).toBe('Accepted');
    expect(await page.locator('.output pre').innerText()).toBe('given\n');
    expect(await page.locator('.terminal-box').count()).toBe(0);
  });
});

/** Title, clipboard, links, answers to questions, and what else a terminal would do for whoever writes to it. */
const ESCAPES = [
  '\\x1b]0;owned\\x07',
  '\\x1b]2;owned\\x1b\\\\',
  '\\x1b]52;c;b3duZWQ=\\x07',
  '\\x1b]8;;http://evil.example/\\x07click here\\x1b]8;;\\x07',
  '\\x1b]8;;javascript:alert(1)\\x07and here\\x1b]8;;\\x07',
  'http://evil.example/plain',
  '\\x1b[6n\\x1b[c\\x1b[>c\\x1b[5n\\x1bP$qm\\x1b\\\\',
  '\\x1b]10;?\\x07\\x1b]11;?\\x07\\x1b]4;1;?\\x07',
  '\\x1b[8;5;5t\\x1b[9;1t\\x1b[21t',
  '<img src=x onerror=alert(2)>',
];

describe('terminal escapes', () => {
  const house = useHouse();
  const hostile = `import sys\nfor text in [${ESCAPES.map((text) => `b"${text}"`).join(', ')}]:\n    sys.stdout.buffer.write(text + b"\\n")\n    sys.stderr.buffer.write(text + b"\\n")\nsys.stdout.flush()\n`;

  async function expectInert({ page, trouble }: Watched): Promise<void> {
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mine');
    expect(await page.title()).toBe('Cupel');
    expect(await page.locator('.terminal-box a, .terminal-box img').count()).toBe(0);
    for (const text of ['click here', 'and here', 'evil.example/plain']) {
      const place = await page.locator('.xterm-rows span', { hasText: text }).first().boundingBox();
      await page.mouse.click((place?.x ?? 0) + 20, (place?.y ?? 0) + 5);
      await page.keyboard.down('Control');
      await page.mouse.click((place?.x ?? 0) + 30, (place?.y ?? 0) + 5);
      await page.keyboard.up('Control');
    }
    expect(page.context().pages()).toHaveLength(1);
    expect(page.url()).toBe(new URL('/', house().service.url).href);
    expect(trouble).toEqual([]);
  }

  it.each(['Terminal', 'Lines'] as const)('from a program typed into by %s do nothing', async (kind) => {
    const viewport = { width: 1280, height: 1100 };
    const watched = await house().open('/', { viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = watched;
    await page.evaluate(`navigator.clipboard.writeText('mine')`);
    await page.getByRole('radio', { name: kind }).check();
    // Whatever the terminal answered would be read, and printed.
    await write(page, `${hostile}import select\nprint("answers", select.select([0], [], [], 1)[0])`);
    await page.locator(SCREEN).waitFor();
    await run(page);
    expect(await verdict(page)).toBe('Accepted');
    expect(await screen(page)).toContain('answers []');
    // Nor was one echoed, as what is typed at a terminal is.
    expect(await screen(page)).not.toContain('^[');
    expect(await screen(page)).toContain('click here');
    await expectInert(watched);
  });
});
