import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { useHouse } from './support/browser.ts';
import { joinAs, signIn } from './support/people.ts';
import { CLIENT, freePort, realProvider } from './support/provider.ts';

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const provider = await realProvider(url);

interface Listed {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly has_password: boolean;
}

describe('signing in at another provider', () => {
  const house = useHouse({
    CUPEL_KEYLESS: 'false',
    CUPEL_PORT: String(port),
    CUPEL_PUBLIC_URL: url,
    CUPEL_OIDC_ISSUER: provider.issuer,
    CUPEL_OIDC_NAME: 'Example School',
    CUPEL_OIDC_CLIENT_ID: CLIENT.id,
    CUPEL_OIDC_CLIENT_SECRET: CLIENT.secret,
    CUPEL_OIDC_DOMAINS: 'school.example',
    CUPEL_OIDC_ROLE_CLAIM: 'groups',
    CUPEL_OIDC_ROLE_SCOPE: 'groups',
    CUPEL_OIDC_ROLES: 'ops=admin,staff=teacher',
  });
  afterAll(() => provider.down());

  const know = (login: string, more: Readonly<Record<string, unknown>> = {}) =>
    provider.people.set(login, { name: login, email: `${login}@school.example`, email_verified: true, groups: [], ...more });

  async function listed(search: string): Promise<readonly Listed[]> {
    const { service } = house();
    const answer = await fetch(`${service.url}/api/people?search=${search}`, { headers: { 'x-api-key': service.key } });
    return ((await answer.json()) as { readonly items: readonly Listed[] }).items;
  }

  /** To the provider, and through its two pages; `before` is done while its second one is open. */
  async function go(login: string, before?: (context: BrowserContext) => Promise<unknown>): Promise<Page> {
    const { page, context } = await house().open('/sign-in');
    // Its pages ask for a font elsewhere.
    await context.route(/googleapis/, (route) => route.abort());
    await page.getByRole('link', { name: 'Sign in with Example School' }).click();
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill('whatever');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    await before?.(context);
    await page.getByRole('button', { name: 'Continue' }).click();
    return page;
  }

  const signedIn = (page: Page) => page.getByRole('button', { name: 'Sign out' }).waitFor();
  const told = (page: Page) => expect.poll(() => page.locator('main').getByRole('alert').allInnerTexts());

  /** Something else in the cookie that binds the way back to this browser: 0 is state, 1 nonce, 2 the verifier. */
  const spoil = (part: number) => async (context: BrowserContext) => {
    const [cookie] = (await context.cookies(`${url}/api/session/callback`)).filter(({ name }) => name === 'cupel_sign_in');
    const parts = cookie?.value.split('.') ?? [];
    parts[part] = 'A'.repeat(43);
    if (cookie) await context.addCookies([{ ...cookie, value: parts.join('.') }]);
  };

  it('says in words that the provider is down, and works as soon as it is up', async () => {
    const { page } = await house().open('/sign-in');
    await page.getByRole('link', { name: 'Sign in with Example School' }).click();
    await told(page).toEqual(['That provider cannot be reached now. Try again in a while.']);
    await provider.up();
    know('grace', { name: 'Grace Hopper' });
    const there = await go('grace');
    await signedIn(there);
    expect(new URL(there.url()).pathname).toBe('/');
    await there.getByRole('link', { name: 'Your account: Grace Hopper' }).click();
    await there.getByText('You sign in at another provider').waitFor();
    expect(await listed('grace')).toMatchObject([{ login: 'grace@school.example', role: 'submitter', has_password: false }]);
  });

  it('finds the same account again, with the role that the provider gives it by then', async () => {
    know('grace', { groups: ['others', 'staff'] });
    await signedIn(await go('grace'));
    expect(await listed('grace')).toMatchObject([{ role: 'teacher', name: 'Grace Hopper' }]);
    know('grace');
    await signedIn(await go('grace'));
    expect(await listed('grace')).toMatchObject([{ role: 'submitter' }]);
  });

  it('never gives the account of somebody else, whatever the provider calls whoever came', async () => {
    await joinAs(house(), 'ada', 'admin');
    know('mallory', { preferred_username: 'ada', email: 'ada@school.example', name: 'ada\u202e' });
    await signedIn(await go('mallory'));
    const found = await listed('ada');
    expect(found).toMatchObject([
      { login: 'ada', role: 'admin', has_password: true },
      { login: expect.stringMatching(/^ada-[0-9a-f]{6}$/), role: 'submitter', has_password: false, name: 'ada' },
    ]);
    // And nobody gets into that one by a password.
    const { page } = await house().open('/sign-in');
    await signIn(page, found[1]?.login ?? '', 'null');
    await told(page).toContain('the name or the password is not right');
  });

  it('lets in nobody of another domain, and nobody whose address was never verified', async () => {
    know('eve', { email: 'eve@evil.example' });
    const refused = 'That provider knows you, but its people are not let in here unasked. Ask whoever runs this service.';
    await told(await go('eve')).toEqual([refused]);
    know('eva', { email_verified: false });
    await told(await go('eva')).toEqual([refused]);
    know('evi', { email: 'evi@school.example@evil.example' });
    await told(await go('evi')).toEqual([refused]);
    expect(await listed('ev')).toEqual([]);
  });

  it.each([
    ['state', 0],
    ['nonce', 1],
    ['verifier', 2],
  ] as const)('refuses an answer with another %s than it asked for', async (_name, part) => {
    const page = await go('grace', spoil(part));
    await told(page).toContain(
      'Signing in there did not work. Begin again; if that does not help, tell whoever runs this service.',
    );
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor();
  });

  it('refuses an ID token that has expired', async () => {
    provider.idTokenLasts = -3600;
    await told(await go('grace')).toContain(
      'Signing in there did not work. Begin again; if that does not help, tell whoever runs this service.',
    );
    provider.idTokenLasts = 300;
  });

  it('refuses the way back that began in another browser, or too long ago', async () => {
    const page = await go('grace', (context) => context.clearCookies({ name: 'cupel_sign_in' }));
    await told(page).toContain('That took too long, or began in another browser. Begin again.');
    expect((await page.context().cookies(url)).map(({ name }) => name)).not.toContain('cupel_session');
  });

  it('says that it was stopped there, and shows nothing that the address makes up', async () => {
    const { page, context } = await house().open('/sign-in');
    await context.route(/googleapis/, (route) => route.abort());
    await page.getByRole('link', { name: 'Sign in with Example School' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await told(page).toContain('You stopped it there. Nothing was changed.');
    await page.goto('/sign-in?provider=<b>call+0800-evil</b>');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('evil');
  });

  it('says that the provider went away while somebody was on the way', async () => {
    // The browser still reaches it; what the service asks of it breaks off.
    const page = await go('grace', async () => {
      provider.breaksOff = true;
    });
    await told(page).toContain('That provider cannot be reached now. Try again in a while.');
    provider.breaksOff = false;
  });

  it('shuts out whose account was closed', async () => {
    const [grace] = await listed('grace');
    const { service } = house();
    await fetch(`${service.url}/api/people/${grace?.id}`, {
      method: 'PUT',
      headers: { 'x-api-key': service.key, 'content-type': 'application/json' },
      body: JSON.stringify({ disabled: true }),
    });
    await told(await go('grace')).toContain('Your account here was closed.');
  });

  it('keeps the last administrator, although the provider would take the role away', async () => {
    know('root', { groups: ['ops'] });
    await signedIn(await go('root'));
    const admins = (await listed('')).filter(({ role, login }) => role === 'admin' && login !== 'root@school.example');
    const { service } = house();
    for (const { id } of admins)
      await fetch(`${service.url}/api/people/${id}`, {
        method: 'PUT',
        headers: { 'x-api-key': service.key, 'content-type': 'application/json' },
        body: JSON.stringify({ role: 'submitter' }),
      });
    know('root');
    await signedIn(await go('root'));
    expect(await listed('root')).toMatchObject([{ role: 'admin' }]);
  });
});
