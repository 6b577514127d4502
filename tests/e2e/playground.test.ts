import { describe, expect, it } from 'vitest';
import { choose, output, run, useHouse, verdict, write } from './support/browser.ts';

/** A person before the playground of a service as anybody starts it. */
describe('the playground', () => {
  const house = useHouse();

  it('runs the first example and says what happened, why and what it took', async () => {
    const { page, trouble } = await house().open('/');
    await page.locator('.cm-content').waitFor();
    await run(page);
    expect(await verdict(page)).toBe('Accepted');
    expect(await page.locator('.verdict .why').innerText()).toBe('ended with exit code 0');
    expect(await output(page)).toContain('altogether 96');
    expect(await page.locator('.verdict-figures').innerText()).toMatch(/CPU[\s\S]+Time[\s\S]+Memory[\s\S]+strict, 11 walls/);
    expect(await page.locator('[role=status]').innerText()).toBe('Accepted: ended with exit code 0');
    await page.getByText('What the kernel saw').click();
    expect(await page.locator('.evidence').innerText()).toContain('normal_exit');
    expect(trouble).toEqual([]);
  });

  it('takes input, arguments and several files, and runs on Ctrl Enter', async () => {
    const { page, trouble } = await house().open('/');
    await write(page, 'import sys, other\nprint(other.greeting, sys.argv[1:], sys.stdin.read())');
    await page.getByRole('button', { name: 'Add a file' }).click();
    await page.getByLabel('Name of the new file').fill('other.py');
    await page.keyboard.press('Enter');
    await write(page, "greeting = 'hello'");
    await page.getByLabel('Arguments').fill('one "two words"');
    await page.getByLabel('Standard input').fill('from stdin');
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
    expect(await verdict(page)).toBe('Accepted');
    expect(await output(page)).toContain("hello ['one', 'two words'] from stdin");
    expect(trouble).toEqual([]);
  });

  it('shows what the compiler refused, and tells stderr apart', async () => {
    const { page } = await house().open('/');
    await choose(page, 'c');
    await write(page, 'int main(void) { return nothing; }');
    await run(page);
    expect(await verdict(page)).toBe('Compile error');
    expect(await page.locator('.compiler pre').innerText()).toContain('nothing');
    await choose(page, 'bash');
    await write(page, 'echo out; echo err >&2; exit 3');
    await run(page);
    await expect.poll(() => page.locator('.output .stderr').innerText()).toContain('err');
    expect(await verdict(page)).toBe('Runtime error');
  });

  it('shows output as it comes, and stops when told to', async () => {
    const { page } = await house().open('/');
    await choose(page, 'python');
    await write(page, 'import time\nprint("begun", flush=True)\ntime.sleep(25)');
    await run(page);
    await expect.poll(() => output(page)).toContain('begun');
    expect(await page.locator('.verdict h2').innerText()).toBe('Running');
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => page.locator('.verdict h2').innerText()).toBe('Stopped');
    expect(await output(page)).toContain('begun');
  });

  it('lives through an endless printer and a fork bomb', async () => {
    const { page, trouble } = await house().open('/');
    await choose(page, 'c');
    await write(page, '#include <stdio.h>\nint main(void) { for (;;) puts("for ever and ever"); }');
    await run(page);
    expect(await verdict(page)).toBe('Output limit exceeded');
    // Only the end of it stands in the page.
    expect((await output(page)).length).toBeLessThan(220_000);
    await choose(page, 'python');
    await write(page, 'import os\nwhile True:\n    os.fork()');
    await run(page);
    await expect.poll(() => verdict(page), { timeout: 60_000 }).toMatch(/^(Process|Time) limit exceeded$/);
    await write(page, 'print("all is well")');
    await run(page);
    await expect.poll(() => verdict(page)).toBe('Accepted');
    expect(trouble).toEqual([]);
  });

  it('keeps what was written, for each tab its own, and shares it by a link', async () => {
    const { page, context } = await house().open('/');
    await write(page, 'print("first tab")');
    const second = await context.newPage();
    await second.goto('/');
    await write(second, 'print("second tab")');
    await page.waitForTimeout(500);
    await page.reload();
    await expect.poll(() => page.locator('.cm-content').innerText()).toContain('first tab');
    await second.reload();
    await expect.poll(() => second.locator('.cm-content').innerText()).toContain('second tab');
    await page.getByRole('button', { name: 'Share' }).click();
    const link = await page.getByLabel('Link').inputValue();
    await page.keyboard.press('Escape');
    const stranger = await house().open(new URL(link).pathname);
    await expect.poll(() => stranger.page.locator('.cm-content').innerText()).toContain('first tab');
    await run(stranger.page);
    expect(await verdict(stranger.page)).toBe('Accepted');
    const gone = await house().open('/s/AAAAAAAAAAAAAAAAAAAAAA');
    await expect.poll(() => gone.page.getByRole('alert').innerText()).toContain('expired');
  });
});
