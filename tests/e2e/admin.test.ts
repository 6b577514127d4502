import { describe, expect, it } from 'vitest';
import { useHouse } from './support/browser.ts';
import { submitAndWait } from './support/data.ts';

interface Finding {
  readonly level: string;
  readonly name: string;
  readonly found: string;
  readonly cure?: string;
}

/** What whoever runs the service looks at. */
describe('the operators’ pages', () => {
  const house = useHouse();

  it('show the doctor’s report of the machine, as `cupel doctor` gives it, with every cure', { timeout: 120_000 }, async () => {
    const { page, trouble } = await house().open('/admin');
    await page.getByRole('link', { name: 'Doctor' }).click();
    await page.getByRole('button', { name: 'Examine now' }).click();
    await page.getByText(/\d+ ok, \d+ to be looked at, 0 failed/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Examine now' }).waitFor();
    const { url, key } = house().service;
    const answer = await fetch(`${url}/api/doctor`, { headers: { 'x-api-key': key } });
    const [{ findings, strict }] = (
      (await answer.json()) as { readonly items: readonly { findings: Finding[]; strict: boolean }[] }
    ).items as [{ findings: Finding[]; strict: boolean }];
    expect(strict).toBe(true);
    for (const name of ['memory', 'python', 'seccomp']) expect(findings.find((one) => one.name === name)?.level).toBe('ok');
    await page.getByText(/\d+ where all is well/).click();
    const shown = (await page.locator('main').innerText()).replaceAll('`', '');
    for (const { name, found, cure = '' } of findings) {
      expect(shown).toContain(name);
      expect(shown).toContain(found.replaceAll('`', ''));
      expect(shown).toContain(cure.replaceAll('`', ''));
    }
    expect(trouble).toEqual([]);
  });

  it('show what waits, who works and what ended', async () => {
    const { page, trouble } = await house().open('/admin');
    await page.getByText('now: ended per second').waitFor();
    await submitAndWait(house().service, { language: 'python', code: 'print(1)' });
    await expect.poll(() => page.getByText(/^now: median/).innerText()).toMatch(/median [\d.]+, 95 % [\d.]+/);
    expect(await page.locator('main').innerText()).toMatch(/interactive\s+0[\s\S]+Busy\s+\d of \d[\s\S]+strict, 11 walls/);
    expect(trouble).toEqual([]);
  });

  it.each(['now', 'dead', 'abuse', 'keys', 'people', 'doctor'])('fit narrow pages and large type: %s', async (section) => {
    const path = section === 'now' ? '/admin' : `/admin/${section}`;
    for (const width of [320, 640]) {
      const { page } = await house().open(path, { viewport: { width, height: 700 } });
      await page.locator('h1').waitFor();
      if (width === 640) await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
      const over = () => page.evaluate('document.documentElement.scrollWidth - innerWidth');
      await expect.poll(over, { message: `${path} at ${width}` }).toBeLessThanOrEqual(0);
      await page.close();
    }
  });
});
