import {
  applyRejudge,
  type Contest,
  dropRejudge,
  findBoard,
  findCurrentJudging,
  getRejudge,
  issueRejudges,
  listJudgings,
  listRejudgeChanges,
  listVersionPairs,
  previewBoards,
  type RejudgeSelection,
  startRejudge,
} from '@cupel/store';
import { beforeEach, describe, expect, test } from 'vitest';
import { handIn, judgeNext, makeContest, makeWorld, publish, settle, type Told, type World } from './support/contests.ts';
import { useDatabase, versions } from './support/postgres.ts';
import { emptyQueue } from './support/submissions.ts';

describe.each(versions)('judging again on $name', ({ binaries }) => {
  const database = useDatabase(binaries);
  const db = () => database().database;
  let world: World;
  let contest: Contest;
  /** Of two people: the first solved both problems, the second one. */
  let ids: string[];

  beforeEach(async () => {
    await emptyQueue(db());
    world = await makeWorld(db(), 2, ['ann', 'bo']);
    contest = await makeContest(db(), world);
    ids = [];
    for (const [who, what, minute] of [
      [0, 0, 10],
      [0, 1, 20],
      [1, 0, 30],
      [1, 1, 40],
    ] as const)
      ids.push(await handIn(db(), world, contest, { who, what, minute }));
    await judgeAll((id) => ({ verdict: id === ids[3] ? 'WA' : 'AC' }));
  });

  async function judgeAll(answer: (id: string) => Told): Promise<void> {
    while (await judgeNext(db(), answer));
    await settle(db());
  }

  async function start(selection: RejudgeSelection): Promise<string> {
    const { tenantId, setter: principalId } = world;
    const id = await startRejudge(db(), { tenantId, principalId, selection, told: {}, method: 'auto', reason: '' }, []);
    if (id === undefined) throw new Error('nothing was picked');
    return id;
  }

  const verdicts = () => Promise.all(ids.map(async (id) => (await findCurrentJudging(db(), world.tenantId, id))?.verdict));
  const standings = async (id: string) => (await listJudgings(db(), world.tenantId, id)).map(({ standing }) => standing);
  const ranks = async () =>
    (await findBoard(db(), contest.id, 'live'))?.rows.map(({ name, rank, solved }) => [name, rank, solved]);

  test('goes on beside the results that stand, tells who gains and loses, and counts once it is applied', async () => {
    expect(await ranks()).toEqual([
      ['team 0', 1, 2],
      ['team 1', 2, 1],
    ]);
    const version = await publish(db(), world, world.problems[1]?.id ?? '');
    const id = await start({ contestId: contest.id });
    expect(await issueRejudges(db())).toBe(4);
    await expect(applyRejudge(db(), world.tenantId, id)).rejects.toMatchObject({ code: 'rejudge_not_ready' });
    await judgeAll((one) => ({ verdict: one === ids[1] ? 'TLE' : 'AC' }));
    expect(await getRejudge(db(), world.tenantId, id)).toMatchObject({ state: 'ready', total: 4, done: 4, failed: 0 });
    // Nobody sees any of it yet.
    expect([await verdicts(), await ranks()]).toEqual([
      ['AC', 'AC', 'AC', 'WA'],
      [
        ['team 0', 1, 2],
        ['team 1', 2, 1],
      ],
    ]);
    const changes = await listRejudgeChanges(db(), id);
    expect(
      changes.map(({ submissionId, oldVerdict, newVerdict, effect }) => [submissionId, oldVerdict, newVerdict, effect]),
    ).toEqual([
      [ids[1], 'AC', 'TLE', 'loses'],
      [ids[3], 'WA', 'AC', 'gains'],
    ]);
    const [preview] = await previewBoards(db(), id);
    expect(preview?.changes.map(({ name, before, after }) => [name, before?.rank, after?.rank, after?.solved])).toEqual([
      ['team 1', 2, 1, 2],
      ['team 0', 1, 2, 1],
    ]);
    expect(await applyRejudge(db(), world.tenantId, id)).toMatchObject({ state: 'applied', done: 4, failed: 0 });
    await settle(db());
    expect([await verdicts(), await ranks()]).toEqual([
      ['AC', 'TLE', 'AC', 'AC'],
      [
        ['team 1', 1, 2],
        ['team 0', 2, 1],
      ],
    ]);
    expect(await standings(ids[1] ?? '')).toEqual(['current', 'superseded']);
    expect(await findCurrentJudging(db(), world.tenantId, ids[1] ?? '')).toMatchObject({ versionId: version });
    expect(await db().query({ text: `SELECT FROM submissions WHERE kind = 'rejudge'` })).toEqual([]);
    await expect(applyRejudge(db(), world.tenantId, id)).rejects.toMatchObject({ code: 'rejudge_final' });
  });

  test('that is dropped leaves everything as it was, jobs in the queue included', async () => {
    const id = await start({ problemId: world.problems[0]?.id ?? '' });
    await issueRejudges(db());
    await judgeNext(db(), () => ({ verdict: 'RE' }));
    await dropRejudge(db(), world.tenantId, id);
    expect(await judgeNext(db(), () => ({ verdict: 'RE' }))).toBe(false);
    await settle(db());
    expect(await verdicts()).toEqual(['AC', 'AC', 'AC', 'WA']);
    const all = await Promise.all(ids.map(standings));
    expect(all.flat().sort()).toEqual(['current', 'current', 'current', 'current', 'dropped']);
  });

  test('keeps what could not be judged again, and what another took over meanwhile', async () => {
    const first = await start({ submissionId: ids[0] ?? '' });
    const both = await start({ problemId: world.problems[0]?.id ?? '' });
    await issueRejudges(db());
    await judgeAll((one) => (one === ids[2] ? { verdict: 'IE', status: 'judging_failed' } : { verdict: 'WA' }));
    expect(await getRejudge(db(), world.tenantId, both)).toMatchObject({ state: 'ready', done: 1, failed: 1 });
    await applyRejudge(db(), world.tenantId, first);
    expect(await applyRejudge(db(), world.tenantId, both)).toMatchObject({ state: 'applied', done: 0, failed: 2 });
    expect(await verdicts()).toEqual(['WA', 'AC', 'AC', 'WA']);
    expect(await standings(ids[0] ?? '')).toEqual(['dropped', 'current', 'superseded']);
  });

  test("picks by every condition at once, and never another tenant's", async () => {
    const [problem] = world.problems;
    const picked = async (selection: RejudgeSelection) => (await getRejudge(db(), world.tenantId, await start(selection))).total;
    expect(await picked({ contestId: contest.id, verdicts: ['WA'] })).toBe(1);
    expect(await picked({ problemId: problem?.id ?? '', languages: ['python'] })).toBe(2);
    await expect(picked({ problemId: problem?.id ?? '', languages: ['cpp'] })).rejects.toThrow('nothing');
    const stranger = await makeWorld(db(), 1, []);
    expect(await listVersionPairs(db(), stranger.tenantId, { contestId: contest.id })).toEqual([]);
    const id = await start({ contestId: contest.id });
    await expect(getRejudge(db(), stranger.tenantId, id)).rejects.toMatchObject({ code: 'record_not_found' });
    await expect(dropRejudge(db(), stranger.tenantId, id)).rejects.toMatchObject({ code: 'record_not_found' });
  });
});
