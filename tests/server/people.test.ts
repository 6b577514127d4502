import { firstPrincipal } from '@cupel/server';
import { createInvitation, getPerson, type Role } from '@cupel/store';
import { describe, expect, test } from 'vitest';
import { call, type Reply, useService } from './support/service.ts';

const PASSWORD = 'correct horse battery';
const service = useService({ keyless: false, trustedProxies: ['127.0.0.1'] });

/** Somebody at a browser: what a page of the service would send, with its cookie. */
interface Visitor {
  readonly id: string;
  readonly login: string;
  ask(method: string, path: string, body?: unknown): Promise<Reply>;
}

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

function visitor(reply: Reply, login: string): Visitor {
  const cookie = String(reply.headers.get('set-cookie')).split(';')[0] ?? '';
  const headers = { cookie, origin: service().api.url, 'user-agent': AGENT };
  return {
    id: reply.body.id,
    login,
    ask: (method, path, body) => call(service(), path, { method, headers, ...(body !== undefined && { body }) }),
  };
}

async function join(login: string, role: Role): Promise<Visitor> {
  const { tenantId } = await firstPrincipal(service().database);
  const token = await createInvitation(service().database, { tenantId, role, lasts: 60 });
  const reply = await fromPage(`/api/invitations/${token}/accept`, { login, password: PASSWORD });
  expect(reply.status).toBe(201);
  return visitor(reply, login);
}

const fromPage = (path: string, body: unknown) =>
  call(service(), path, { body, headers: { origin: service().api.url, 'user-agent': AGENT } });
const signIn = (login: string, password: string) => fromPage('/api/session', { login, password });

describe('people', () => {
  test('are found by name and role, with where they are signed in', async () => {
    const admin = await join('root-1', 'admin');
    await join('zoe', 'teacher');
    const found = await admin.ask('GET', '/api/people?search=ZO');
    expect(found.body.items).toMatchObject([{ login: 'zoe', role: 'teacher', sessions: 1, has_password: true }]);
    expect((await admin.ask('GET', '/api/people?role=teacher')).body.items).toHaveLength(1);
    const { items, next } = (await admin.ask('GET', '/api/people?limit=1')).body;
    expect((await admin.ask('GET', `/api/people?limit=1&cursor=${next}`)).body.items[0].login).not.toBe(items[0].login);
  });

  test('cannot be left without an administrator, not even by two at once', async () => {
    const { body } = await (await join('root-2', 'admin')).ask('GET', '/api/people?role=admin');
    const admins: readonly { readonly id: string; readonly login: string }[] = body.items;
    const [one, other] = [await join('root-3', 'admin'), await join('root-4', 'admin')];
    for (const { id, login } of admins)
      expect((await one.ask('PUT', `/api/people/${id}`, { role: 'setter' })).status, login).toBe(200);
    const [first, second] = await Promise.all([
      one.ask('PUT', `/api/people/${other.id}`, { role: 'submitter' }),
      other.ask('PUT', `/api/people/${one.id}`, { disabled: true }),
    ]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
    const [left, refused] = first.status === 200 ? [one, second] : [other, first];
    expect(refused.body).toMatchObject({ code: 'last_admin', error: expect.stringContaining('make somebody else one first') });
    const own = await left.ask('PUT', `/api/people/${left.id}`, { role: 'submitter' });
    expect({ status: own.status, body: own.body }).toMatchObject({ status: 409, body: { code: 'last_admin', field: 'role' } });
    expect(await left.ask('PUT', `/api/people/${left.id}`, { disabled: true })).toMatchObject({
      status: 409,
      body: { field: 'disabled' },
    });
  });

  test('who are shut out are out at once: sessions, keys and sign-in; and come back', async () => {
    const { tenantId } = await firstPrincipal(service().database);
    const admin = await join('root-5', 'admin');
    const sam = await join('sam', 'setter');
    const made = (await sam.ask('POST', '/api/account/keys', { name: 'mine', scopes: ['read', 'setter'] })).body;
    expect((await call(service(), '/api/submissions', { key: made.key })).status).toBe(200);
    expect(await admin.ask('PUT', `/api/people/${sam.id}`, { disabled: true })).toMatchObject({ status: 200 });
    expect((await sam.ask('GET', '/api/account')).status).toBe(401);
    expect((await call(service(), '/api/submissions', { key: made.key })).status).toBe(401);
    expect((await signIn('sam', PASSWORD)).status).toBe(401);
    expect((await admin.ask('POST', `/api/people/${sam.id}/password-link`)).body).toMatchObject({ code: 'account_disabled' });
    await admin.ask('PUT', `/api/people/${sam.id}`, { disabled: false });
    expect((await signIn('sam', PASSWORD)).status).toBe(201);
    expect((await getPerson(service().database, tenantId, sam.id)).disabledAt).toBeNull();
    // Whoever loses a role loses what his keys had of it.
    await admin.ask('PUT', `/api/people/${sam.id}`, { role: 'submitter' });
    expect((await call(service(), '/api/problems/none/versions', { key: made.key })).status).toBe(403);
    expect((await call(service(), '/api/submissions', { key: made.key })).status).toBe(200);
  });

  test('set a new password by a link, once, and every session ends', async () => {
    const admin = await join('root-6', 'admin');
    const tom = await join('tom', 'submitter');
    const older = (await admin.ask('POST', `/api/people/${tom.id}/password-link`)).body.path.replace('/reset/', '');
    const token = (await admin.ask('POST', `/api/people/${tom.id}/password-link`)).body.path.replace('/reset/', '');
    expect((await call(service(), `/api/password-links/${older}`)).body).toMatchObject({ code: 'password_link_gone' });
    expect((await call(service(), `/api/password-links/${token}`)).body).toEqual({ login: 'tom' });
    expect((await fromPage(`/api/password-links/${token}`, { password: 'short' })).body).toMatchObject({ field: 'password' });
    const elsewhere = await call(service(), `/api/password-links/${token}`, {
      body: { password: 'a new password' },
      headers: { origin: 'https://evil.example' },
    });
    expect(elsewhere.status).toBe(403);
    const both = await Promise.all(
      [1, 2].map((turn) => fromPage(`/api/password-links/${token}`, { password: `a new password ${turn}` })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    expect((await tom.ask('GET', '/api/account')).status).toBe(401);
    expect((await signIn('tom', PASSWORD)).status).toBe(401);
  });

  test('change their own password with the one before, and are signed out elsewhere', async () => {
    const una = await join('una', 'submitter');
    const elsewhere = visitor(await signIn('una', PASSWORD), 'una');
    expect((await una.ask('GET', '/api/account')).body).toMatchObject({
      login: 'una',
      sessions: expect.arrayContaining([expect.objectContaining({ browser: 'Firefox on Linux', own: true })]),
    });
    const wrong = await una.ask('PUT', '/api/account/password', { old: 'not it at all', password: 'another password' });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'password_wrong', field: 'old' } });
    expect((await una.ask('PUT', '/api/account/password', { old: PASSWORD, password: 'another password' })).status).toBe(204);
    expect((await una.ask('GET', '/api/account')).body.sessions).toHaveLength(1);
    expect((await elsewhere.ask('GET', '/api/account')).status).toBe(401);
    expect((await signIn('una', 'another password')).status).toBe(201);
  });

  test('sign out of one browser elsewhere, and of nobody else’s', async () => {
    const vic = await join('vic', 'submitter');
    const elsewhere = visitor(await signIn('vic', PASSWORD), 'vic');
    const stranger = await join('wil', 'submitter');
    const { sessions } = (await vic.ask('GET', '/api/account')).body;
    const { id } = sessions.find(({ own }: { own: boolean }) => !own);
    expect((await stranger.ask('DELETE', `/api/account/sessions/${id}`)).status).toBe(404);
    expect((await vic.ask('DELETE', `/api/account/sessions/${id}`)).status).toBe(204);
    expect((await elsewhere.ask('GET', '/api/account')).status).toBe(401);
    const admin = await join('root-7', 'admin');
    expect((await admin.ask('DELETE', `/api/people/${vic.id}/sessions`)).status).toBe(204);
    expect((await vic.ask('GET', '/api/account')).status).toBe(401);
  });

  test('have keys that can do no more than they, cannot reach the account, and nobody else can revoke', async () => {
    const xia = await join('xia', 'submitter');
    const refused = await xia.ask('POST', '/api/account/keys', { name: 'more', scopes: ['admin'] });
    expect(refused).toMatchObject({ status: 403, body: { code: 'scope_missing', field: 'scopes' } });
    const made = (await xia.ask('POST', '/api/account/keys', { name: 'mine' })).body;
    expect((await call(service(), '/api/account', { key: made.key })).body).toMatchObject({ code: 'person_needed' });
    expect((await call(service(), '/api/account/keys', { key: made.key, body: { name: 'again' } })).body).toMatchObject({
      code: 'person_needed',
    });
    const stranger = await join('yan', 'submitter');
    expect((await stranger.ask('DELETE', `/api/account/keys/${made.id}`)).status).toBe(404);
    expect((await stranger.ask('GET', '/api/account/keys')).body).toEqual([]);
    expect((await xia.ask('DELETE', `/api/account/keys/${made.id}`)).status).toBe(200);
    expect((await call(service(), '/api/submissions', { key: made.key })).status).toBe(401);
  });

  test('leave a record of who did what', async () => {
    const admin = await join('root-8', 'admin');
    const zed = await join('zed', 'submitter');
    await admin.ask('PUT', `/api/people/${zed.id}`, { role: 'setter', name: 'Zed <b>' });
    await admin.ask('PUT', `/api/people/${zed.id}`, { disabled: true });
    await admin.ask('POST', '/api/invitations', { role: 'teacher' });
    const { items } = (await admin.ask('GET', '/api/people/changes?limit=5')).body;
    expect(items.map(({ kind, by, login }: Record<string, string>) => `${by} ${kind} ${login}`)).toEqual([
      'root-8 invited null',
      'root-8 disabled zed',
      'root-8 role_changed zed',
      'root-8 renamed zed',
      'Zed <b> joined zed',
    ]);
    expect((await zed.ask('GET', '/api/people/changes')).status).toBe(401);
    const other = await join('zoltan', 'teacher');
    expect((await other.ask('GET', '/api/people/changes')).status).toBe(403);
    expect((await other.ask('PUT', `/api/people/${admin.id}`, { role: 'submitter' })).status).toBe(403);
  });
});

test('a name is closed to an address that guesses, and not to its owner elsewhere', async () => {
  const lea = await join('lea', 'submitter');
  const attempt = (from: string, password: string) =>
    call(service(), '/api/session', {
      body: { login: lea.login, password },
      headers: { origin: service().api.url, 'x-forwarded-for': from },
    });
  const statuses: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) statuses.push((await attempt('192.0.2.1', `guess ${turn} of many`)).status);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
  // What the guesser sends before it changes nothing about whose address it is.
  expect((await attempt('198.51.100.7, 192.0.2.1', PASSWORD)).status).toBe(429);
  expect((await attempt('192.0.2.2', PASSWORD)).status).toBe(201);
});
