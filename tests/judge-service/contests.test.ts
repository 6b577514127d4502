/**
 * Contests as people meet them: keys of persons, who see their own submissions and the board that is shown. A canary stands in
 * what one of them hands in, and in what happens after the freeze; it is looked for in every GET of the API, and in the streams.
 *
 * Walls: the ownership of submissions (platform/auth/ownership.ts), the view of a board (platform/contests/access.ts), the scope of
 * rejudging. The controls: the same look finds the canaries for whoever handed in, and for the setter.
 */
import { createKey, type Database, ensurePrincipal, openDatabase } from '@cupel/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import document from '../../openapi.json' with { type: 'json' };
import { databaseUrl } from '../integration/service.ts';
import { readEvents } from '../server/support/stream.ts';
import { ECHO, ECHO_CODE, type Person, personWith, type Reply, useCast, zipOf } from './support.ts';

const CANARY = 'canary8814';
const cast = useCast();
let database: Database;
const people = new Map<string, Person & { readonly principal: string }>();

const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const CUP = {
  slug: 'cup',
  title: 'The Cup',
  starts_at: at(-1),
  ends_at: at(2),
  problems: [{ problem: 'echo' }, { problem: 'second' }],
};

beforeAll(async () => {
  const { service, setter } = cast();
  database = openDatabase({ connectionString: databaseUrl(service.dataDir), applicationName: 'tests', minConnections: 1 });
  const [tenant] = await database.query<{ id: string }>({ text: 'SELECT id FROM tenants' });
  const tenantId = tenant?.id ?? '';
  for (const name of ['ann', 'bo', 'eve']) {
    const { id: principalId } = await ensurePrincipal(database, { tenantId, kind: 'person', name, externalId: name });
    const { token } = await createKey(database, { tenantId, principalId, name, scopes: ['submit', 'read'] });
    people.set(name, { ...personWith(service.url, token), principal: principalId });
  }
  for (const slug of ['echo', 'second']) await setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(ECHO));
  expect((await setter.post('/api/contests', CUP)).status).toBe(201);
});
afterAll(() => database?.close());

function who(name: string): Person & { readonly principal: string } {
  const person = people.get(name);
  if (person === undefined) throw new Error(name);
  return person;
}

async function hand(name: string, problem: string, code: string): Promise<Reply> {
  return who(name).post('/api/contests/cup/submissions?wait=true', { problem, language: 'python', code });
}

const board = async (person: Person) => (await person.get('/api/contests/cup/leaderboard')).body;
const places = async (person: Person) =>
  (await board(person)).rows.map(({ name, rank, solved }: Record<string, unknown>) => [name, rank, solved]);

/** Every GET of the API with whatever ids there are; streams for as long as they have something to say at once. */
async function everything(person: Person, ids: readonly string[]): Promise<readonly (readonly [path: string, text: string])[]> {
  const paths = Object.entries(document.paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []));
  const replies: (readonly [string, string])[] = [];
  for (const path of paths) {
    for (const id of path.includes('{id}') ? ids : ['']) {
      const own = path.replace('{id}', id).replace('{number}', '1').replace('{test}', '1').replace('{part}', 'answer');
      if (own.includes('{')) continue;
      replies.push([own, own.endsWith('/leaderboard/events') ? await firstOf(person, own) : (await person.get(own)).text]);
    }
  }
  return replies;
}

/** What a stream that never ends says first. */
async function firstOf(person: Person, path: string): Promise<string> {
  const { url } = cast().service;
  const events = readEvents({ api: { url } as never }, path, { 'x-api-key': person.key }, () => true);
  return JSON.stringify(await events.catch(() => []));
}

describe('a contest', () => {
  it('is joined, takes submissions to its problems, and ranks who hands in', async () => {
    const { setter } = cast();
    expect((await hand('ann', 'A', ECHO_CODE)).body).toMatchObject({ code: 'not_participant' });
    for (const name of ['ann', 'bo']) expect((await who(name).post('/api/contests/cup/participants', {})).status).toBe(200);
    expect((await hand('bo', 'B', 'print("no")')).body.verdict).toBe('WA');
    expect((await hand('bo', 'echo', ECHO_CODE)).body.verdict).toBe('AC');
    expect((await hand('ann', 'A', `${ECHO_CODE} # ${CANARY}-source`)).body.verdict).toBe('AC');
    expect((await hand('ann', 'Z', ECHO_CODE)).status).toBe(404);
    const solved = async () =>
      Object.fromEntries((await places(setter)).map(([name, , count]: [string, number, number]) => [name, count]));
    await expect.poll(solved).toEqual({ ann: 1, bo: 1 });
    const shown = await board(who('eve'));
    expect(shown).toMatchObject({
      view: 'shown',
      frozen: false,
      scoring: 'icpc',
      problems: [
        { label: 'A', solved: 2 },
        { label: 'B', tried: 1 },
      ],
    });
    const rowOf = (name: string) => shown.rows.find((row: { name: string }) => row.name === name);
    expect(rowOf('bo').problems).toMatchObject({ A: { solved: true, first: true }, B: { solved: false, rejected: 1 } });
    expect(rowOf('ann').problems.A).toMatchObject({ first: false });
  });

  it('tells no verdict beside the contest while it runs', async () => {
    const request = { language: 'python', code: ECHO_CODE };
    const reply = await who('bo').post('/api/problems/echo/submissions', request);
    expect([reply.status, reply.body.code]).toEqual([409, 'problem_in_contest']);
    const named = await who('bo').post('/api/submit', { ...request, problem: 'echo' });
    expect([named.status, named.body.code]).toEqual([409, 'problem_in_contest']);
    expect((await cast().setter.post('/api/problems/echo/submissions?wait=true', request)).body.verdict).toBe('AC');
  });

  it('answers whoever has the board already with nothing', async () => {
    const url = `${cast().service.url}/api/contests/cup/leaderboard`;
    const headers = { 'x-api-key': who('eve').key };
    const first = await fetch(url, { headers });
    const again = await fetch(url, { headers: { ...headers, 'if-none-match': first.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const jury = await fetch(url, { headers: { 'x-api-key': cast().setter.key } });
    expect(jury.headers.get('etag')).not.toBe(first.headers.get('etag'));
  });

  it('is followed as it changes', async () => {
    const { url } = cast().service;
    const seen: unknown[] = [];
    const read = readEvents(
      { api: { url } as never },
      '/api/contests/cup/leaderboard/events',
      { 'x-api-key': who('eve').key },
      (event) => {
        seen.push(event.event);
        return event.data.rows.some(({ name, solved }: Record<string, unknown>) => name === 'bo' && solved === 2);
      },
    );
    await expect.poll(() => seen).toEqual(['board']);
    expect((await hand('bo', 'B', ECHO_CODE)).body.verdict).toBe('AC');
    const events = await read;
    expect(events[0]?.data.rows).toHaveLength(2);
    // Of what changed alone: bo moved past ann.
    expect(events.at(-1)?.data).toMatchObject({ gone: [], view: 'shown', problems: [{ label: 'A' }, { label: 'B', solved: 1 }] });
    await expect
      .poll(() => places(who('eve')))
      .toEqual([
        ['bo', 1, 2],
        ['ann', 2, 1],
      ]);
  });
});

describe('a frozen contest', () => {
  let secret: string;

  it('shows the jury what is, and everybody else that something came', async () => {
    await cast().setter.put('/api/contests/cup', { ...CUP, freezes_at: new Date().toISOString() });
    const reply = await hand('ann', 'B', `${ECHO_CODE} # ${CANARY}-frozen`);
    expect(reply.body.verdict).toBe('AC');
    secret = reply.body.id;
    await expect
      .poll(() => places(cast().setter))
      .toEqual([
        ['ann', 1, 2],
        ['bo', 2, 2],
      ]);
    await expect
      .poll(async () => (await board(who('bo'))).rows[1])
      .toMatchObject({ name: 'ann', solved: 1, problems: { B: { solved: false, pending: 1 } } });
    expect(await board(who('ann'))).toMatchObject({ view: 'shown', frozen: true });
    // Her own result is hers.
    expect((await who('ann').get(`/api/result/${secret}`)).body.verdict).toBe('AC');
  });

  it('lets nobody read by any route or stream what others handed in, or the board of the jury', async () => {
    const { setter } = cast();
    const rejudge = (await setter.post('/api/rejudges', { submission: secret })).body.id;
    const cup = (await setter.get('/api/contests/cup')).body.id;
    const ids = [secret, 'cup', cup, rejudge, 'echo'];
    const shown = JSON.stringify((await board(who('eve'))).rows);
    const leaks = (replies: readonly (readonly [string, string])[]) =>
      replies
        .filter(([, text]) => text.includes(CANARY) || text.includes(secret) || text.includes('"view":"live"'))
        .map(([path]) => path);
    for (const name of ['eve', 'bo']) {
      const replies = await everything(who(name), ids);
      expect(leaks(replies.filter(([path]) => !path.includes(secret)))).toEqual([]);
      // Asked for by its id, it is not there; the id alone may stand in the answer's words.
      for (const [path, text] of replies.filter(([path]) => path.includes(secret))) {
        expect(`${path} ${text}`).not.toContain(CANARY);
        expect(`${path} ${text}`).not.toMatch(/"verdict":"AC"|"because"/);
      }
      for (const [path, text] of replies.filter(([path]) => path.startsWith('/api/contests/cup/leaderboard')))
        expect([path, text]).toEqual([path, expect.stringContaining(shown.slice(1, -1))]);
    }
    expect(leaks(await everything(who('ann'), ids))).toEqual(
      expect.arrayContaining([`/api/submissions/${secret}/source`, '/api/submissions', '/api/history']),
    );
    expect(leaks(await everything(setter, ids))).toEqual(
      expect.arrayContaining([
        '/api/contests/cup/leaderboard',
        '/api/contests/cup/leaderboard/events',
        '/api/submissions',
        `/api/rejudges/${rejudge}`,
      ]),
    );
    await setter.post(`/api/rejudges/${rejudge}/drop`);
  });

  it('lets nobody cancel, delete or speak for another', async () => {
    const bo = who('bo');
    expect((await bo.post(`/api/submissions/${secret}/cancel`)).status).toBe(404);
    expect((await bo.remove(`/api/submissions/${secret}`)).status).toBe(404);
    const as = { problem: 'A', language: 'python', code: ECHO_CODE, user: 'ann' };
    expect((await bo.post('/api/contests/cup/submissions', as)).status).toBe(403);
    expect((await bo.post('/api/contests/cup/participants', { user: 'ann', name: 'Loser' })).status).toBe(403);
    expect((await bo.post('/api/contests/cup/unfreeze')).status).toBe(403);
    expect((await bo.post('/api/rejudges', { contest: 'cup' })).status).toBe(403);
    expect((await who('ann').get(`/api/result/${secret}`)).status).toBe(200);
  });

  it('shows everybody all of it once it is unfrozen', async () => {
    await cast().setter.post('/api/contests/cup/unfreeze');
    await expect
      .poll(() => places(who('eve')))
      .toEqual([
        ['ann', 1, 2],
        ['bo', 2, 2],
      ]);
    expect(await board(who('eve'))).toMatchObject({ view: 'shown', frozen: false });
  });
});

describe('a contest that has not begun', () => {
  it('keeps its problems to itself, whichever way one asks', async () => {
    const { setter } = cast();
    const later = { ...CUP, slug: 'later', title: 'Later', starts_at: at(1), ends_at: at(2), visibility: 'public' };
    const { id } = (await setter.post('/api/contests', later)).body;
    const eve = who('eve');
    await setter.upload('/api/problems?slug=unseen&publish=true', zipOf(ECHO));
    expect((await eve.get('/api/problems/unseen')).status).toBe(200);
    const unseen = { ...later, problems: [{ problem: 'unseen' }] };
    expect((await setter.put('/api/contests/later', unseen)).status).toBe(200);
    expect((await eve.get('/api/problems/unseen')).status).toBe(404);
    expect((await eve.get('/api/problems')).text).not.toContain('unseen');
    const tried = { language: 'python', code: ECHO_CODE };
    expect((await eve.post('/api/problems/unseen/submissions', tried)).status).toBe(404);
    expect((await setter.get('/api/problems')).text).toContain('unseen');
    await eve.post('/api/contests/later/participants', { name: 'Eve' });
    expect((await eve.get('/api/contests/later')).body).toMatchObject({ phase: 'before', problems: [] });
    expect((await eve.get('/api/contests/later/leaderboard')).body.problems).toEqual([]);
    const stranger = await fetch(`${cast().service.url}/api/public/contests/${id}/leaderboard`);
    expect([stranger.status, ((await stranger.json()) as { problems: unknown }).problems]).toEqual([200, []]);
    for (const problem of ['A', 'none'])
      expect((await eve.post('/api/contests/later/submissions', { problem, language: 'python', code: 'x' })).body.code).toBe(
        'contest_not_begun',
      );
    expect((await setter.get('/api/contests/later')).body.problems).toHaveLength(1);
  });

  it('is told of by no route: not by a list, a cursor, a board, a result or what its jury hands in to try it', async () => {
    const { setter, student, operator } = cast();
    const slug = `hush-${CANARY}`;
    const secretly = { ...ECHO, 'problem.yaml': ECHO['problem.yaml']?.replace('Echo', `Hush ${CANARY}`) };
    // Between others, and alone at the end of a page: whoever asks page by page must not meet it, nor be sent past it.
    for (const around of ['hush-a', 'hush-z']) await setter.upload(`/api/problems?slug=${around}&publish=true`, zipOf(ECHO));
    const problem = (await setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(secretly))).body.problem.id;
    const early = { ...CUP, slug: 'early', title: 'Early', starts_at: at(1), ends_at: at(2), visibility: 'public' };
    const contest = (await setter.post('/api/contests', { ...early, problems: [] })).body.id;
    await who('eve').post('/api/contests/early/participants', {});
    const tagOf = async () =>
      (await fetch(`${cast().service.url}/api/public/contests/${contest}/leaderboard`)).headers.get('etag');
    await expect.poll(async () => (await who('eve').get('/api/contests/early/leaderboard')).body.rows.length).toBe(1);
    const tag = await tagOf();
    await setter.put('/api/contests/early', { ...early, problems: [{ problem: slug }] });
    const tried = { language: 'python', code: `${ECHO_CODE} # ${CANARY}-solution` };
    const trial = (await setter.post(`/api/problems/${slug}/submissions?wait=true`, tried)).body;
    expect(trial.verdict).toBe('AC');
    const ids = [slug, problem, contest, trial.id];
    const asked = ['/api/problems?limit=1', `/api/history?problem=${slug}`, `/api/submissions?problem=${problem}`];
    const told = async (person: Person) => {
      const replies = [...(await everything(person, ids))];
      for (const path of asked) replies.push([path, (await person.get(path)).text]);
      for (let cursor = 'hush-'; cursor !== '' && cursor < 'hush-~'; ) {
        const page = await person.get(`/api/problems?limit=1&cursor=${cursor}`);
        replies.push([`${cursor} and on`, page.text]);
        cursor = page.body.next ?? '';
      }
      return replies.filter(([, text]) => [CANARY, problem, trial.id].some((one) => text.includes(one)));
    };
    for (const person of [who('eve'), who('ann'), student]) expect((await told(person)).map(([path]) => path)).toEqual([]);
    expect((await student.get(`/api/history?problem=${slug}`)).status).toBe(404);
    expect((await student.get(`/api/history?problem=none-such`)).status).toBe(404);
    expect(await tagOf()).toBe(tag);
    // The control: the same look finds it for whoever is of the jury.
    for (const jury of [setter, operator])
      expect((await told(jury)).map(([path]) => path)).toEqual(
        expect.arrayContaining(['/api/problems', '/api/submissions', '/api/history', `/api/result/${trial.id}`]),
      );
  });

  it('that is private is not there for strangers', async () => {
    const { setter } = cast();
    const { id } = (await setter.post('/api/contests', { slug: 'exam', title: 'Exam', visibility: 'private', problems: [] }))
      .body;
    for (const path of ['/api/contests/exam', '/api/contests/exam/leaderboard', '/api/contests/exam/participants'])
      expect([path, (await who('eve').get(path)).status]).toEqual([path, 404]);
    expect((await who('eve').get('/api/contests')).text).not.toContain('exam');
    expect((await who('eve').post('/api/contests/exam/participants', {})).status).toBe(404);
    expect((await fetch(`${cast().service.url}/api/public/contests/${id}/leaderboard`)).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ['one time alone', { starts_at: at(1) }, 'ends_at'],
    ['an end before the start', { starts_at: at(2), ends_at: at(1) }, 'ends_at'],
    ['a freeze outside', { starts_at: at(1), ends_at: at(2), freezes_at: at(3) }, 'freezes_at'],
    [
      'a label twice',
      {
        problems: [
          { problem: 'echo', label: 'A' },
          { problem: 'second', label: 'A' },
        ],
      },
      'problems[1].label',
    ],
    ['a problem twice', { problems: [{ problem: 'echo' }, { problem: 'echo' }] }, 'problems[1].problem'],
    ['points below 0', { problems: [{ problem: 'echo', points: -1 }] }, 'problems[0].points'],
  ])('is not made of %s', async (_, changes, field) => {
    const reply = await cast().setter.post('/api/contests', { slug: 'bad', title: 'Bad', ...changes });
    expect([reply.status, reply.body.field]).toEqual([422, field]);
  });
});
