import { beforeAll, describe, expect, it } from 'vitest';
import { useHouse, verdict, write } from './support/browser.ts';
import { publishProblem } from './support/data.ts';

/** From the first page to a solved problem, as somebody goes who sees it for the first time. */
describe('a problem', () => {
  const house = useHouse();
  beforeAll(async () => {
    await publishProblem(house().service, 'aplusb');
  });

  it('is read, tried on its sample, got wrong, and solved', { timeout: 120_000 }, async () => {
    const { page, trouble } = await house().open('/');
    await page.getByRole('link', { name: 'Problems', exact: true }).click();
    await page.getByRole('link', { name: 'A+B' }).click();
    await page.getByRole('heading', { level: 1, name: 'A+B' }).waitFor();
    expect(await page.locator('.statement').innerText()).toContain('Sample 1');

    await page.getByLabel('Language').selectOption('python');
    await write(page, 'print("<img src=x onerror=alert(1)>")');
    await page.getByRole('button', { name: 'Run this sample' }).first().click();
    expect(await verdict(page)).toBe('Wrong answer');
    expect(await page.locator('.side-by-side').innerText()).toContain('<img');

    await page.getByRole('button', { name: /^Submit/ }).click();
    await page.locator('.results').first().waitFor();
    await expect.poll(() => verdict(page), { timeout: 30_000 }).toBe('Wrong answer');

    await write(page, 'a, b = map(int, input().split())\nprint(a + b)');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => verdict(page), { timeout: 30_000 }).toBe('Accepted');
    expect(await page.locator('[role=status]').innerText()).toContain('Accepted');

    await page.getByRole('button', { name: 'History' }).click();
    await expect.poll(() => page.locator('.history tbody tr').count()).toBe(2);
    await page.getByRole('button', { name: 'Show the source' }).first().click();
    await expect.poll(() => page.locator('.diff ins').innerText()).toContain('print(a + b)');
    expect(await page.locator('.diff del').innerText()).toContain('onerror');
    expect(trouble).toEqual([]);
  });

  it('is marked as solved in the list, and found by its name', async () => {
    const { page } = await house().open('/problems');
    await expect.poll(() => page.locator('table.list').innerText()).toContain('Solved');
    await page.getByLabel('Search').fill('no such problem');
    await page.getByText('No problem fits').waitFor();
    await page.getByLabel('Search').fill('a+b');
    await page.getByRole('link', { name: 'A+B' }).waitFor();
  });

  it('is uploaded by its setter, who sees what is wrong with a package and looks at a hidden test', async () => {
    const { page, trouble } = await house().open('/setter');
    await page
      .getByLabel('Package')
      .setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') });
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).not.toBe('');
    await page.getByRole('link', { name: 'A+B' }).click();
    await page
      .getByRole('button', { name: /^Input,/ })
      .first()
      .click();
    await expect.poll(() => page.locator('.sample-text pre').first().innerText()).toMatch(/\d/);
    expect(trouble).toEqual([]);
  });
});
