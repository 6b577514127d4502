import type { Page } from 'playwright-core';
import type { House } from './browser.ts';

export const PASSWORD = 'correct horse battery';

/** The path of a fresh invitation; without a key where the service is on this machine and asks for none. */
export async function invitationPath(url: string, role: string, key?: string): Promise<string> {
  const invited = await fetch(`${url}/api/invitations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
    body: JSON.stringify({ role }),
  });
  return ((await invited.json()) as { readonly path: string }).path;
}

/** Somebody new, as an invited one comes: by his link, in a browser of his own. */
export async function joinAs(house: House, login: string, role = 'submitter', name?: string) {
  const { url, key } = house.service;
  const watched = await house.open(await invitationPath(url, role, key));
  await fillJoin(watched.page, login, name);
  return watched;
}

export async function fillJoin(page: Page, login: string, name?: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(login);
  if (name !== undefined) await page.getByLabel('Name that others see').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
