import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ECHO, exampleZip, zipOf } from '../judge-service/support.ts';
import { useHouse } from './support/browser.ts';
import { submitAndWait } from './support/data.ts';

const asFile = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/zip', buffer });

/** Lets a file fall onto the page's place for packages, as from a file manager. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    `(() => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (one) => one.charCodeAt(0));
      transfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: 'application/zip' }));
      return transfer;
    })()`,
  );
  for (const kind of ['dragover', 'drop']) await page.dispatchEvent('.upload', kind, { dataTransfer: transfer });
}

/** From a package that is broken to one that judges, with other limits, and judged again. */
describe('a setter', () => {
  const house = useHouse();

  it('is told what is wrong with a package, file by file and line by line', async () => {
    const { page, trouble } = await house().open('/setter');
    const broken = {
      ...ECHO,
      'problem.yaml': `${ECHO['problem.yaml']}  memory: much\ncolour: red\n`,
      'data/secret/02.ans': undefined,
    };
    await page.getByLabel('Package').setInputFiles(asFile('broken.zip', zipOf(broken)));
    await page.getByRole('button', { name: 'Upload' }).click();
    const alert = page.getByRole('alert');
    await expect.poll(() => alert.innerText()).toContain('The package cannot be used');
    const rows = await alert.locator('tbody tr').allInnerTexts();
    expect(rows.join('\n')).toMatch(/problem\.yaml:7\s+error .*memory/);
    expect(rows.join('\n')).toMatch(/problem\.yaml:8\s+error .*colour/);
    expect(rows.join('\n')).toMatch(/data\/secret\/02\.(in|ans)/);
    expect(trouble).toEqual([]);
  });

  it('drops a package, publishes it, gives it other limits, and sees who gains when all is judged again', {
    timeout: 120_000,
  }, async () => {
    const { page, trouble } = await house().open('/setter');
    await drop(page, 'aplusb.zip', exampleZip('aplusb'));
    await page.getByText('Ready to upload: aplusb.zip').waitFor();
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('link', { name: 'A+B: version 1 is here.' }).click();

    await page.getByRole('heading', { level: 1, name: 'A+B' }).waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('judges now').waitFor();
    const slow = 'import time\nwhile time.process_time() < 1.3:\n    pass\na, b = map(int, input().split())\nprint(a + b)';
    expect(await submitAndWait(house().service, { language: 'python', code: slow, problem: 'aplusb' })).toMatchObject({
      verdict: 'TLE',
    });

    await page.getByLabel('CPU time, seconds').fill('9000');
    await page.getByRole('button', { name: 'Make a version with these limits' }).click();
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('must be 0.001 to 600 seconds');
    await page.getByLabel('CPU time, seconds').fill('2');
    await page.getByLabel('Add a language').selectOption('python');
    await page.getByLabel('Time factor').fill('1.5');
    await page.getByRole('region', { name: 'Limits' }).getByLabel('Publish it at once').check();
    await page.getByRole('button', { name: 'Make a version with these limits' }).click();
    await expect.poll(() => page.locator('.facts').first().innerText()).toContain('2.00 s');
    await expect.poll(() => page.locator('.letters > li').first().innerText()).toMatch(/Version 2[\s\S]+judges now/);
    expect(await page.getByLabel('Time factor').inputValue()).toBe('1.5');

    await page.getByLabel('Reason').fill('the limit was too short');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('1 of 1 judged again').waitFor({ timeout: 60_000 });
    await expect.poll(() => page.locator('main').innerText()).toMatch(/1 gain/);
    const change = page.locator('tr', { hasText: 'gains' });
    expect(await change.innerText()).toMatch(/Time limit exceeded[\s\S]+Accepted/);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('applied', { exact: true }).first().waitFor();

    await page.getByRole('button', { name: 'Archive' }).click();
    await expect.poll(() => page.locator('.facts').first().innerText()).toContain('archived');
    expect(trouble).toEqual([]);
  });
});
