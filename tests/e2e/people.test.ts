import { describe, expect, it } from 'vitest';
import { useHouse } from './support/browser.ts';
import { joinAs, PASSWORD, signIn } from './support/people.ts';

describe('people', () => {
  const house = useHouse({ CUPEL_KEYLESS: 'false' });

  it('are invited, found, made setters, shut out and let in again by an administrator', async () => {
    const { page, trouble } = await joinAs(house(), 'ada', 'admin', 'Ada Lovelace');
    await joinAs(house(), 'ben');
    await joinAs(house(), 'cy');
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('link', { name: 'People' }).click();
    const table = page.locator('table.list');
    await expect.poll(() => table.locator('tbody tr').count()).toBe(3);
    await page.getByLabel('Search').fill('BE');
    await expect.poll(() => table.locator('tbody tr').count()).toBe(1);
    await page.getByRole('button', { name: 'What to do with ben' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Role').selectOption('Setter');
    await dialog.getByText('ben is setter now.').waitFor();
    await dialog.getByRole('button', { name: 'Close the account' }).click();
    await dialog.getByRole('button', { name: 'Open the account' }).waitFor();
    const elsewhere = (await house().open('/sign-in')).page;
    await signIn(elsewhere, 'ben');
    await expect.poll(() => elsewhere.getByRole('alert').allInnerTexts()).toContain('the name or the password is not right');
    await dialog.getByRole('button', { name: 'Open the account' }).click();
    await dialog.getByText('The account of ben is open.').waitFor();
    await signIn(elsewhere, 'ben');
    await elsewhere.getByRole('link', { name: 'Set problems' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Search').fill('ada');
    await page.getByRole('button', { name: 'What to do with ada' }).click();
    await dialog.getByLabel('Role').selectOption('Submitter');
    await expect.poll(() => dialog.getByRole('alert').innerText()).toContain('make somebody else one first');
    expect(await dialog.getByLabel('Role').inputValue()).toBe('admin');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.changes').innerText()).toContain('Ada Lovelace closed the account of ben');
    expect(trouble).toEqual([]);
  });

  it('set a new password by a link that works once', async () => {
    const { page } = await house().open('/sign-in');
    await signIn(page, 'ada');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto('/admin/people');
    await page.getByRole('button', { name: 'What to do with cy' }).click();
    await page.getByRole('button', { name: 'Link for a new password' }).click();
    const link = await page.getByLabel('Give this to them').inputValue();
    const { page: own, trouble } = await house().open(new URL(link).pathname);
    await own.getByText('For cy.').waitFor();
    await own.getByLabel('New password').fill('too short');
    await own.getByRole('button', { name: 'Set password' }).click();
    // The browser itself says so, and nothing was sent.
    await expect.poll(() => own.locator('input:invalid').count()).toBe(1);
    await own.getByLabel('New password').fill('another horse battery');
    await own.getByRole('button', { name: 'Set password' }).click();
    await own.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(trouble).toEqual([]);
    const again = (await house().open(new URL(link).pathname)).page;
    await expect.poll(() => again.getByRole('alert').innerText()).toContain('used up');
    const signed = (await house().open('/sign-in')).page;
    await signIn(signed, 'cy', 'another horse battery');
    await signed.getByRole('button', { name: 'Sign out' }).waitFor();
  });

  it('change name and password, sign out elsewhere, and keep keys of their own', async () => {
    const { page, trouble } = await joinAs(house(), 'dee');
    const other = (await house().open('/sign-in')).page;
    await signIn(other, 'dee');
    await other.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.getByRole('link', { name: 'Your account' }).click();
    await page.getByLabel('Name that others see').fill('Dee <b>D</b>');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Your account: Dee <b>D</b>' }).waitFor();
    const sessions = page.getByRole('table').filter({ hasText: 'Browser' });
    await expect.poll(() => sessions.innerText()).toMatch(/Chrome on Linux[\s\S]*Chrome on Linux/);
    await sessions.getByRole('button', { name: /^Sign out/ }).click();
    await expect.poll(() => sessions.locator('tbody tr').count()).toBe(1);
    await other.reload();
    await other.getByRole('link', { name: 'Sign in' }).waitFor();

    await page.getByLabel('Password as it is now').fill('not the right one');
    await page.getByLabel('New password').fill('a better battery');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const field = page.getByLabel('Password as it is now');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('that is not your password as it is now').waitFor();
    await field.fill(PASSWORD);
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('The password is changed.').waitFor();
    expect(await page.getByLabel('New password').inputValue()).toBe('');

    const part = page.locator('section').filter({ hasText: 'Your keys' });
    await part.getByLabel('Name', { exact: true }).fill('laptop');
    expect(await part.getByRole('checkbox').count()).toBe(2);
    await part.getByRole('button', { name: 'Make a key' }).click();
    const key = await part.getByRole('status').locator('code').innerText();
    const asked = () => fetch(`${house().service.url}/api/submissions`, { headers: { 'x-api-key': key } });
    expect((await asked()).status).toBe(200);
    await part.getByRole('button', { name: 'Revoke: laptop' }).click();
    await part.getByText('There are no keys.').waitFor();
    expect((await asked()).status).toBe(401);
    expect(trouble).toEqual([]);
  });
});
