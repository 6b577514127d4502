import { type BoardAttempt, cellOf, rankBoard, rational } from '@cupel/domain';
import {
  applyRejudge,
  boardVersion,
  type Contest,
  cancel,
  createContest,
  deleteSubmission,
  findBoard,
  issueRejudges,
  type StoredBoard,
  startRejudge,
  unfreezeContest,
  updateContest,
} from '@cupel/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handIn, judgeNext, makeContest, makeWorld, settle, type Told, type World } from './support/contests.ts';
import { useDatabase, versions } from './support/postgres.ts';
import { emptyQueue } from './support/submissions.ts';

const MINUTE = 60_000_000;

interface Planned extends Told {
  readonly who: number;
  readonly what: number;
  readonly minute: number;
}

const planned = fc.record({
  who: fc.nat(2),
  what: fc.nat(1),
  minute: fc.integer({ min: 0, max: 179 }),
  verdict: fc.constantFrom('AC' as const, 'WA' as const, 'TLE' as const, 'CE' as const),
  subtasks: fc.array(fc.nat(50), { minLength: 2, maxLength: 2 }),
});

/** What the board must be, from nothing but what was planned. */
function expected(world: World, contest: Contest, all: readonly Planned[], view: 'live' | 'shown') {
  const { scoring, penaltyMinutes, freezesAt, startsAt } = contest;
  const freezeAt = freezesAt && startsAt && view === 'shown' ? (freezesAt.getTime() - startsAt.getTime()) * 1000 : undefined;
  const rules = { scoring, penaltyMinutes, timed: startsAt !== null, ...(freezeAt !== undefined && { freezeAt }) };
  const attempt = ({ minute, verdict, subtasks = [] }: Planned): BoardAttempt => {
    const parts = scoring === 'ioi' ? subtasks.map((value, index) => ({ name: `s${index}`, points: rational(value) })) : [];
    return {
      at: minute * MINUTE,
      outcome: { verdict, points: { points: rational(subtasks.reduce((a, b) => a + b, 0)), subtasks: parts } },
    };
  };
  const entries = world.people.map((participant, who) => {
    const own = world.problems.flatMap(({ id }, what) => {
      const attempts = all.filter((one) => one.who === who && one.what === what).map(attempt);
      return attempts.length === 0 ? [] : [[id, cellOf(attempts, rules)] as const];
    });
    return { participant, name: `team ${who}`, cells: Object.fromEntries(own) };
  });
  return rankBoard(entries, scoring);
}

describe.each(versions)('boards on $name', ({ binaries }) => {
  const database = useDatabase(binaries);
  const db = () => database().database;
  const board = async (contest: Contest, view: 'live' | 'shown'): Promise<StoredBoard> => {
    const found = await findBoard(db(), contest.id, view);
    if (found === undefined) throw new Error('no board');
    return found;
  };

  test('are what the submissions make of them, in whatever order judgings end and are told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(planned, { minLength: 1, maxLength: 10 }),
        fc.constantFrom('icpc' as const, 'ioi' as const),
        fc.integer({ min: 1, max: 178 }),
        fc.infiniteStream(fc.nat(3)),
        async (all, scoring, freeze, random) => {
          await emptyQueue(db());
          const world = await makeWorld(db(), 2, ['ann', 'bo', 'cy']);
          const startsAt = new Date(Date.now() - 3 * 3_600_000);
          const freezesAt = new Date(startsAt.getTime() + freeze * 60_000);
          const contest = await makeContest(db(), world, { scoring, startsAt, freezesAt });
          const plans = new Map<string, Planned>();
          for (const plan of all) {
            plans.set(await handIn(db(), world, contest, plan), plan);
            if (random.next().value === 0) await settle(db());
          }
          const tell = (id: string): Told => plans.get(id) ?? { verdict: 'IE' };
          while (await judgeNext(db(), tell)) if (random.next().value === 0) await settle(db());
          await settle(db());
          for (const view of ['live', 'shown'] as const)
            expect((await board(contest, view)).rows).toEqual(expected(world, contest, all, view));
          await unfreezeContest(db(), world.tenantId, contest.id);
          await settle(db());
          expect((await board(contest, 'shown')).rows).toEqual((await board(contest, 'live')).rows);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('are what is left when results are replaced by judging again, and submissions deleted or cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ plan: planned, again: planned, end: fc.constantFrom('keep', 'keep', 'delete', 'cancel') }), {
          minLength: 2,
          maxLength: 8,
        }),
        fc.constantFrom('icpc' as const, 'ioi' as const),
        fc.integer({ min: 1, max: 178 }),
        async (all, scoring, freeze) => {
          await emptyQueue(db());
          const world = await makeWorld(db(), 2, ['ann', 'bo', 'cy']);
          const startsAt = new Date(Date.now() - 3 * 3_600_000);
          const freezesAt = new Date(startsAt.getTime() + freeze * 60_000);
          const contest = await makeContest(db(), world, { scoring, startsAt, freezesAt });
          const told = new Map<string, Told>();
          const left: Planned[] = [];
          const gone: string[] = [];
          for (const { plan, again, end } of all) {
            const id = await handIn(db(), world, contest, plan);
            if (end === 'cancel') await cancel(db(), world.tenantId, id, { 'submission.cancelled': ['leaderboards'] });
            else told.set(id, plan);
            const { verdict, subtasks } = again;
            if (end === 'keep') left.push({ ...plan, verdict, ...(subtasks && { subtasks }) });
            if (end === 'delete') gone.push(id);
          }
          const judge = async () => {
            while (await judgeNext(db(), (id) => told.get(id) ?? { verdict: 'IE' }));
            await settle(db());
          };
          await judge();
          for (const [index, id] of [...told.keys()].entries()) {
            const { verdict, subtasks } = all.filter(({ end }) => end !== 'cancel')[index]?.again ?? { verdict: 'IE' };
            told.set(id, { verdict, ...(subtasks && { subtasks }) });
          }
          const rejudge = { tenantId: world.tenantId, principalId: world.setter, told: {}, method: 'tests', reason: '' } as const;
          const started = await startRejudge(db(), { ...rejudge, selection: { contestId: contest.id } }, []);
          await issueRejudges(db());
          await judge();
          if (started !== undefined) await applyRejudge(db(), world.tenantId, started);
          for (const id of gone) await deleteSubmission(db(), world.tenantId, id);
          await settle(db());
          for (const view of ['live', 'shown'] as const)
            expect((await board(contest, view)).rows).toEqual(expected(world, contest, left, view));
        },
      ),
      { numRuns: 12 },
    );
  });

  test('count what is handed in at once, and forget what is deleted or cancelled', async () => {
    await emptyQueue(db());
    const world = await makeWorld(db(), 1, ['ann']);
    const contest = await makeContest(db(), world);
    const pending = async () => Object.values((await board(contest, 'shown')).rows[0]?.cells ?? {})[0]?.pending;
    const first = await handIn(db(), world, contest, { who: 0, what: 0 });
    const second = await handIn(db(), world, contest, { who: 0, what: 0 });
    await settle(db());
    expect(await pending()).toBe(2);
    await cancel(db(), world.tenantId, first, { 'submission.cancelled': ['leaderboards'] });
    await settle(db());
    expect(await pending()).toBe(1);
    await deleteSubmission(db(), world.tenantId, second);
    await settle(db());
    expect(await pending()).toBeUndefined();
  });

  test('that are frozen do not even move their version for what is withheld', async () => {
    await emptyQueue(db());
    const world = await makeWorld(db(), 1, ['ann', 'bo']);
    const startsAt = new Date(Date.now() - 3 * 3_600_000);
    const contest = await makeContest(db(), world, { startsAt, freezesAt: new Date(startsAt.getTime() + 60_000) });
    await handIn(db(), world, contest, { who: 1, what: 0, minute: 30 });
    await settle(db());
    const before = await board(contest, 'shown');
    const live = await boardVersion(db(), contest.id, 'live');
    await judgeNext(db(), () => ({ verdict: 'AC' }));
    await settle(db());
    const { changedAt: _, ...after } = await board(contest, 'shown');
    expect({ ...after, changedAt: before.changedAt }).toEqual(before);
    expect(await boardVersion(db(), contest.id, 'live')).toBe(live + 1);
    expect((await board(contest, 'live')).rows[0]).toMatchObject({ name: 'team 1', rank: 1, solved: 1, penalty: 30 });
  });

  test('follow a contest whose rules, times or problems change', async () => {
    await emptyQueue(db());
    const world = await makeWorld(db(), 2, ['ann']);
    const contest = await makeContest(db(), world);
    await handIn(db(), world, contest, { who: 0, what: 0, minute: 10 });
    await handIn(db(), world, contest, { who: 0, what: 1, minute: 50 });
    while (await judgeNext(db(), () => ({ verdict: 'AC' })));
    await settle(db());
    expect((await board(contest, 'live')).rows[0]).toMatchObject({ solved: 2, penalty: 60 });
    const { slug, title, endsAt } = contest;
    const later = new Date((contest.startsAt?.getTime() ?? 0) + 300_000);
    await updateContest(db(), world.tenantId, contest.id, {
      ...{ slug, title, scoring: 'icpc', penaltyMinutes: 20, visibility: 'tenant', startsAt: later, ...(endsAt && { endsAt }) },
      problems: [{ problemId: world.problems[1]?.id ?? '', label: 'X' }],
    });
    await settle(db());
    expect((await board(contest, 'live')).rows[0]).toMatchObject({ solved: 1, penalty: 45 });
  });

  test('take nothing before the beginning or after the end, from strangers, or for other problems', async () => {
    await emptyQueue(db());
    const world = await makeWorld(db(), 2, ['ann']);
    const hour = 3_600_000;
    const [only] = world.problems;
    const at = (start: number, end: number) => ({
      startsAt: new Date(Date.now() + start * hour),
      endsAt: new Date(Date.now() + end * hour),
    });
    const entry = { who: 0, what: 0 };
    const early = await makeContest(db(), world, at(1, 2));
    await expect(handIn(db(), world, early, entry)).rejects.toMatchObject({ code: 'contest_not_begun' });
    const late = await makeContest(db(), world, at(-2, -1));
    await expect(handIn(db(), world, late, entry)).rejects.toMatchObject({ code: 'contest_over' });
    const other = await makeContest(db(), world, { problems: [{ problemId: only?.id ?? '', label: 'A' }] });
    await expect(handIn(db(), world, other, { who: 0, what: 1 })).rejects.toMatchObject({ code: 'record_not_found' });
    const closed = await makeContest(db(), { ...world, people: [] });
    await expect(handIn(db(), world, closed, entry)).rejects.toMatchObject({ code: 'not_participant' });
    expect(await db().query({ text: 'SELECT FROM submissions UNION ALL SELECT FROM jobs' })).toEqual([]);
    // The control: the same submission where it may.
    await handIn(db(), world, await makeContest(db(), world), entry);
  });

  test("of a course have no times, and problems of other tenants are nobody's", async () => {
    await emptyQueue(db());
    const world = await makeWorld(db(), 1, ['ann']);
    const { tenantId, setter } = world;
    const course = await makeContest(db(), world, 'course');
    await handIn(db(), world, course, { who: 0, what: 0, minute: 90 });
    while (await judgeNext(db(), () => ({ verdict: 'AC' })));
    await settle(db());
    expect((await board(course, 'shown')).rows[0]).toMatchObject({ solved: 1, penalty: 0, last: 0 });
    const foreign = await makeWorld(db(), 1, []);
    const rest = { slug: 'theft', title: 'x', scoring: 'icpc', penaltyMinutes: 20, visibility: 'tenant' } as const;
    const entry = { problemId: foreign.problems[0]?.id ?? '', label: 'A' };
    await expect(createContest(db(), tenantId, setter, { ...rest, problems: [entry] })).rejects.toMatchObject({
      code: 'record_not_found',
    });
  });
});
