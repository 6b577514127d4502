/**
 * Contests as people meet them: keys of persons, who see their own submissions and the board that is shown. A canary stands in
 * what one of them hands in, and in what happens after the freeze; it is looked for in every GET of the API, and in the streams.
 *
 * Walls: the ownership of submissions (platform/auth/ownership.ts), the view of a board (platform/contests/access.ts), the scope of
 * rejudging. The controls: the same look finds the canaries for whoever handed in, and for the setter.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../server/support/stream.ts';
import { everything, usePeople } from './people.ts';
import { ECHO, ECHO_CODE, type Person, type Reply, useCast, zipOf } from './support.ts';

const CANARY = 'canary8814';
const cast = useCast();
const who = usePeople(cast, ['ann', 'bo', 'eve']);
const url = () => cast().service.url;

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
  const { setter } = cast();
  for (const slug of ['echo', 'second']) await setter.upload(`/api/problems?slug=${slug}&publish=true`, zipOf(ECHO));
  expect((await setter.post('/api/contests', CUP)).status).toBe(201);
});

async function hand(name: string, problem: string, code: string): Promise<Reply> {
  return who(name).post('/api/contests/cup/submissions?wait=true', { problem, language: 'python', code });
}

const board = async (person: Person) => (await person.get('/api/contests/cup/leaderboard')).body;
const places = async (person: Person) =>
  (await board(person)).rows.map(({ name, rank, solved }: Record<string, unknown>) => [name, rank, solved]);

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
      const replies = await everything(url(), who(name), ids);
      expect(leaks(replies.filter(([path]) => !path.includes(secret)))).toEqual([]);
      // Asked for by its id, it is not there; the id alone may stand in the answer's words.
      for (const [path, text] of replies.filter(([path]) => path.includes(secret))) {
        expect(`${path} ${text}`).not.toContain(CANARY);
        expect(`${path} ${text}`).not.toMatch(/"verdict":"AC"|"because"/);
      }
      for (const [path, text] of replies.filter(([path]) => path.startsWith('/api/contests/cup/leaderboard')))
        expect([path, text]).toEqual([path, expect.stringContaining(shown.slice(1, -1))]);
    }
    expect(leaks(await everything(url(), who('ann'), ids))).toEqual(
      expect.arrayContaining([`/api/submissions/${secret}/source`, '/api/submissions', '/api/history']),
    );
    expect(leaks(await everything(url(), setter, ids))).toEqual(
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

describe('a contest of mistakes', () => {
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
