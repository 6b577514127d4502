import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useHouse } from './support/browser.ts';
import { fillJoin, signIn } from './support/people.ts';

/** A request as the page itself would make it. */
function ask(page: Page, method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
  const init = JSON.stringify({
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return page.evaluate(
    `fetch(${JSON.stringify(path)}, ${init}).then(async (r) => ({ status: r.status, body: await r.text() }))`,
  ) as Promise<{ status: number; body: string }>;
}

describe('accounts', () => {
  const house = useHouse({ CUPEL_KEYLESS: 'false' });
  let submitterPath = '';

  it('begin with the link that the start prints, which works once', async () => {
    const link = /^ {4}(http\S+\/join\/\S+)$/m.exec(house().service.output())?.[1] ?? '';
    const { page, context, trouble } = await house().open(new URL(link).pathname);
    await expect.poll(() => page.locator('main').innerText()).toContain('an administrator');
    await fillJoin(page, 'ada');
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'cupel_session', httpOnly: true, sameSite: 'Strict' });
    expect(await ask(page, 'GET', '/api/people')).toMatchObject({ status: 200 });
    const invited = await ask(page, 'POST', '/api/invitations', { role: 'submitter' });
    submitterPath = JSON.parse(invited.body).path;
    expect(trouble).toEqual([]);
    const again = await house().open(new URL(link).pathname);
    await expect.poll(() => again.page.getByRole('alert').innerText()).toContain('used up');
  });

  it('let a submitter see nothing but his own', async () => {
    const { page } = await house().open(submitterPath);
    await fillJoin(page, 'ben');
    expect(await ask(page, 'GET', '/api/people')).toMatchObject({ status: 403 });
    const { url, key } = house().service;
    const submitted = await fetch(`${url}/api/submit?wait=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ language: 'python', code: 'print(1)' }),
    });
    const { id } = (await submitted.json()) as { readonly id: string };
    expect(await ask(page, 'GET', `/api/result/${id}`)).toMatchObject({ status: 404 });
    expect(await ask(page, 'GET', `/api/submissions/${id}/events`)).toMatchObject({ status: 404 });
    expect(await ask(page, 'POST', `/api/submissions/${id}/cancel`)).toMatchObject({ status: 404 });
    expect(await ask(page, 'DELETE', `/api/submissions/${id}`)).toMatchObject({ status: 404 });
    expect(JSON.parse((await ask(page, 'GET', '/api/submissions')).body).items).toEqual([]);
    const own = await ask(page, 'POST', '/api/submit?wait=true', { language: 'python', code: 'print(2)' });
    expect(JSON.parse(own.body)).toMatchObject({ verdict: 'AC', stdout: '2\n' });
    expect(JSON.parse((await ask(page, 'GET', '/api/submissions')).body).items).toHaveLength(1);
  });

  it('are left by signing out, and entered with the password alone', async () => {
    const { page, context } = await house().open('/sign-in');
    await signIn(page, 'Ada', 'wrong wrong wrong');
    await page.getByText('the name or the password is not right').waitFor();
    await signIn(page, 'Ada');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const [cookie] = await context.cookies();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    // The session itself is over, not only forgotten by this browser.
    const stolen = await fetch(`${house().service.url}/api/submissions`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect(stolen.status).toBe(401);
  });

  it('are not used by other sites, although the browser would send the cookie', async () => {
    const { page, context } = await house().open('/sign-in');
    await signIn(page, 'ada');
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    const [cookie] = await context.cookies();
    const { url } = house().service;
    const send = (headers: Record<string, string>) =>
      fetch(`${url}/api/invitations`, {
        method: 'POST',
        headers: { cookie: `${cookie?.name}=${cookie?.value}`, 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await send({})).status).toBe(403);
    expect((await send({ origin: url })).status).toBe(201);
  });

  it('cannot be guessed at leisure', async () => {
    const { url } = house().service;
    const attempts = Array.from({ length: 14 }, (_, turn) =>
      fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ login: 'ben', password: `guess number ${turn}` }),
      }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    // Ten at once; on a slow host one more may be let through while they are hashed.
    const refused = statuses.filter((status) => status === 429).length;
    expect(statuses.filter((status) => status === 401)).toHaveLength(14 - refused);
    expect(refused).toBeGreaterThanOrEqual(1);
  });
});
