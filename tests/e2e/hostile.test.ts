import { describe, expect, it } from 'vitest';
import { choose, run, useHouse, verdict, type Watched, write } from './support/browser.ts';
import { effectsIn, NONE, PAYLOADS } from './support/payloads.ts';

/** Sequences by which a terminal would set its title, fill the clipboard, make links, answer, or clear the screen. */
const ESCAPES = [
  '\\x1b]0;owned\\x07',
  '\\x1b]2;owned\\x1b\\\\',
  '\\x1b]52;c;b3duZWQ=\\x07',
  '\\x1b]8;;http://evil.example/\\x07click\\x1b]8;;\\x07',
  '\\x1b[2J\\x1b[H',
  '\\x1b[6n',
  '\\x1bP$qm\\x1b\\\\',
  '\\x9b2J',
  '\\x00\\x08\\x0d',
];

async function expectInert({ page, trouble }: Watched): Promise<void> {
  expect(await effectsIn(page)).toEqual(NONE);
  expect(trouble).toEqual([]);
}

describe('hostile content', () => {
  const house = useHouse();

  it('in what a program prints is text, on both streams', async () => {
    const watched = await house().open('/');
    const { page } = watched;
    await choose(page, 'python');
    await write(page, `import sys\nfor text in ${JSON.stringify(PAYLOADS)}:\n    print(text)\n    print(text, file=sys.stderr)`);
    await run(page);
    expect(await verdict(page)).toBe('Accepted');
    const shown = await page.locator('.output').innerText();
    for (const payload of PAYLOADS.slice(0, 14)) expect(shown.split(payload).length - 1, payload).toBe(2);
    // What would turn the direction of text is named instead.
    expect(shown).toContain('⟨U+202E⟩gnp.exe');
    await expectInert(watched);
  });

  it('in terminal escapes reaches neither title nor clipboard nor links', async () => {
    const watched = await house().open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = watched;
    await page.evaluate(`navigator.clipboard.writeText('mine')`);
    await choose(page, 'python');
    await write(
      page,
      `import sys\nfor text in [${ESCAPES.map((text) => `b"${text}"`).join(', ')}]:\n    sys.stdout.buffer.write(text + b"\\n")`,
    );
    await run(page);
    expect(await verdict(page)).toBe('Accepted');
    const shown = await page.locator('.output pre').innerText();
    expect(shown).toContain('␛]0;owned␇');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(shown).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mine');
    await expectInert(watched);
  });

  it('in what a compiler quotes, in arguments, input and file names is text', async () => {
    const watched = await house().open('/');
    const { page } = watched;
    const name = `<img src=x onerror=alert(1)>.py`;
    await choose(page, 'c');
    await write(page, PAYLOADS.map((text) => `#error ${text}`).join('\n'));
    await run(page);
    expect(await verdict(page)).toBe('Compile error');
    expect(await page.locator('.compiler').innerText()).toContain('<script>alert(1)</script>');
    await expectInert(watched);
    await page.getByRole('button', { name: 'Add a file' }).click();
    await page.getByLabel('Name of the new file').fill(name);
    await page.keyboard.press('Enter');
    expect(await page.locator('.file-list').innerText()).toContain(name);
    await page.getByLabel('Arguments').fill(`'${PAYLOADS[0]}'`);
    await page.getByLabel('Standard input').fill(PAYLOADS.join('\n'));
    await run(page);
    await expect.poll(() => page.locator('.verdict[data-tone]').innerText()).toMatch(/Refused|Compile error/);
    await expectInert(watched);
  });

  it('in a shared program is text, and nothing of it runs by itself', async () => {
    const { url, key } = house().service;
    const made = await fetch(`${url}/api/shares`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({
        language: 'python',
        files: PAYLOADS.map((payload) => ({ name: payload, content: PAYLOADS.join('\n') })),
        stdin: PAYLOADS.join('\n'),
        arguments: PAYLOADS.join(' '),
        version: PAYLOADS[0],
      }),
    });
    const { path } = (await made.json()) as { readonly path: string };
    const watched = await house().open(path);
    await watched.page.locator('.cm-content').waitFor();
    const names = await watched.page.locator('.file-list').innerText();
    for (const payload of PAYLOADS.slice(0, 14)) expect(names).toContain(payload);
    await expectInert(watched);
    expect(await watched.page.locator('.verdict h2').innerText()).toBe('Nothing has run yet');
  });

  it('in the address is no page at all', async () => {
    const watched = await house().open('/s/%3Cscript%3Ealert(1)%3C%2Fscript%3E');
    await expect.poll(() => watched.page.getByRole('alert').innerText()).toContain('expired');
    await expectInert(watched);
  });

  it('would do something, if the policy and the text nodes were not there', async () => {
    const { page, trouble } = await house().open('/');
    // The same payload as markup, where no policy stands: it does run, so the tests above can fail.
    await page.goto('about:blank');
    await page.setContent(PAYLOADS[1] ?? '');
    await expect.poll(() => trouble).toContain('a dialog: 2');
  });
});
