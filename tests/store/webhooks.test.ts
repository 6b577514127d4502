import {
  Admission,
  claimDeliveries,
  countDeliveries,
  createDelivery,
  createEndpoint,
  createKey,
  deleteEndpoint,
  ensurePrincipal,
  ensureTenant,
  finishAttempt,
  getDelivery,
  listDeliveries,
  listEndpoints,
  newId,
  receiversOf,
  redeliver,
  submit,
} from '@cupel/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { useDatabase, versions } from './support/postgres.ts';
import { submission } from './support/submissions.ts';

describe.each(versions)('webhooks on $name', ({ binaries }) => {
  const current = useDatabase(binaries);
  let tenantId = '';
  let principalId = '';
  beforeEach(async () => {
    const { database } = current();
    await database.query({ text: 'TRUNCATE tenants, submissions CASCADE' });
    tenantId = (await ensureTenant(database, 'default')).id;
    principalId = (await ensurePrincipal(database, { tenantId, kind: 'service', name: 'p', externalId: 'p' })).id;
  });

  const delivery = (id: string) => ({
    id,
    tenantId,
    url: 'https://example.test/hook',
    secret: 'a raw string',
    event: 'submission.completed',
    body: Buffer.from('{"a":1}'),
  });
  const room = { limit: 10, perReceiver: 10 };
  const due = () =>
    current().database.query({ text: `UPDATE webhook_deliveries SET next_attempt_at = now() WHERE next_attempt_at > now()` });

  it('finds the receivers of a submission: its own, its key’s, its tenant’s', async () => {
    const { database } = current();
    const { key } = await createKey(database, { tenantId, principalId, name: 'k', scopes: ['submit'] });
    const other = await createKey(database, { tenantId, principalId, name: 'other', scopes: ['submit'] });
    const stranger = await ensureTenant(database, 'stranger');
    const hook = { tenantId, secret: 's' };
    const forKey = await createEndpoint(database, { ...hook, keyId: key.id, url: 'https://key.test' });
    const forAll = await createEndpoint(database, { ...hook, url: 'https://tenant.test' });
    await createEndpoint(database, { ...hook, keyId: other.key.id, url: 'https://other.test' });
    await createEndpoint(database, { ...hook, tenantId: stranger.id, url: 'https://stranger.test' });
    await expect(createEndpoint(database, { ...hook, tenantId: stranger.id, keyId: key.id, url: 'x' })).rejects.toMatchObject({
      code: 'record_not_found',
    });
    const webhook = { url: 'https://own.test', secret: 'own' };
    const { id } = await submit(database, submission({ tenantId, principalId, keyId: key.id, webhook }), new Admission());
    expect(await receiversOf(database, tenantId, id)).toEqual([
      { endpointId: null, ...webhook },
      { endpointId: forKey.id, url: 'https://key.test', secret: 's' },
      { endpointId: forAll.id, url: 'https://tenant.test', secret: 's' },
    ]);
    expect(await receiversOf(database, stranger.id, id)).toEqual([]);
    await expect(deleteEndpoint(database, stranger.id, forAll.id)).rejects.toMatchObject({ code: 'record_not_found' });
    await deleteEndpoint(database, tenantId, forAll.id);
    expect(await listEndpoints(database, tenantId)).toHaveLength(2);
  });

  it('attempts again until it is delivered, under one id, and keeps the log', async () => {
    const { database } = current();
    expect(await createDelivery(database, delivery('one'))).toBe(true);
    expect(await createDelivery(database, delivery('one'))).toBe(false);
    const [first] = await claimDeliveries(database, room);
    expect(first).toMatchObject({ id: 'one', attempt: 1, secret: 'a raw string', body: Buffer.from('{"a":1}') });
    expect(await claimDeliveries(database, room)).toEqual([]);
    if (!first) return;
    const again = await finishAttempt(database, first, { outcome: 'again', status: 503, duration: 1_000 });
    expect(again).toMatchObject({ state: 'waiting', nextAttemptAt: expect.any(Date) });
    expect(await claimDeliveries(database, room)).toEqual([]);
    await due();
    const [second] = await claimDeliveries(database, room);
    expect(second).toMatchObject({ id: 'one', attempt: 2 });
    if (!second) return;
    expect(await finishAttempt(database, second, { outcome: 'delivered', status: 204, duration: 900 })).toMatchObject({
      state: 'delivered',
    });
    const { log, state, attempts } = await getDelivery(database, tenantId, 'one');
    expect({ state, attempts }).toEqual({ state: 'delivered', attempts: 2 });
    expect(log).toMatchObject([
      { number: 1, status: 503, duration: 1_000 },
      { number: 2, status: 204, duration: 900 },
    ]);
    await expect(getDelivery(database, newId(), 'one')).rejects.toMatchObject({ code: 'record_not_found' });
  });

  it('gives up when its time is over or it was refused, and sends again by hand', async () => {
    const { database } = current();
    await createDelivery(database, { ...delivery('late'), giveUpAfter: 1 });
    await createDelivery(database, delivery('refused'));
    for (const claimed of await claimDeliveries(database, room)) {
      const outcome = claimed.id === 'late' ? 'again' : 'refused';
      const finished = await finishAttempt(database, claimed, { outcome, error: 'connect ECONNREFUSED', duration: 5 });
      expect(finished).toMatchObject({ state: 'dead', nextAttemptAt: null });
    }
    expect(await countDeliveries(database)).toEqual({ waiting: 0, sending: 0, delivered: 0, dead: 2 });
    await expect(redeliver(database, newId(), 'late')).rejects.toMatchObject({ code: 'record_not_found' });
    await redeliver(database, tenantId, 'late');
    expect(await claimDeliveries(database, room)).toMatchObject([{ id: 'late', attempt: 2 }]);
  });

  it('takes over what a process died over, and refuses its late word', async () => {
    const { database } = current();
    await createDelivery(database, delivery('one'));
    const [first] = await claimDeliveries(database, { ...room, limit: 1 });
    await due();
    const [second] = await claimDeliveries(database, { ...room, limit: 1 });
    expect([first?.epoch, second?.epoch]).toEqual([1, 2]);
    if (!first || !second) return;
    expect(await finishAttempt(database, first, { outcome: 'delivered', status: 200, duration: 1 })).toBeUndefined();
    expect(await finishAttempt(database, second, { outcome: 'delivered', status: 200, duration: 1 })).toMatchObject({
      state: 'delivered',
    });
  });

  it('gives one receiver only as many attempts as it may have, however it is spelt, and takes what others wait for', async () => {
    const { database } = current();
    for (let number = 0; number < 5; number += 1)
      await createDelivery(database, {
        ...delivery(`slow ${number}`),
        url: number % 2 === 0 ? 'https://slow.test/a' : 'https://me@SLOW.test:443/b',
      });
    await createDelivery(database, { ...delivery('good'), url: 'https://good.test' });
    await createDelivery(database, { ...delivery('other port'), url: 'https://slow.test:8443' });
    const ids = async (busy: Record<string, number>) => {
      const claimed = await claimDeliveries(database, { limit: 10, perReceiver: 3, busy: new Map(Object.entries(busy)) });
      return claimed.map(({ id }) => id).sort();
    };
    expect(await ids({ 'slow.test': 1 })).toEqual(['good', 'other port', 'slow 0', 'slow 1']);
    expect(await ids({ 'slow.test': 3 })).toEqual([]);
    expect(await ids({ 'slow.test': 4, 'good.test': 1 })).toEqual([]);
    expect(await ids({})).toEqual(['slow 2', 'slow 3', 'slow 4']);
  });

  it('pages through all deliveries, newest first, each once', async () => {
    const { database } = current();
    await database.transaction(async (connection) => {
      // One transaction, so one point in time for all: only the id tells them apart.
      for (let number = 0; number < 7; number += 1) await createDelivery(connection, delivery(`d${number}`));
    });
    await createDelivery(database, delivery('newest'));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listDeliveries(database, tenantId, { limit: 3, ...(after && { after }) });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(['newest', 'd6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0']);
    await expect(listDeliveries(database, tenantId, { after: 'AAAA' })).rejects.toMatchObject({ code: 'cursor_bad' });
  });
});
