import { randomBytes } from 'node:crypto';
import type { Verdict } from '@cupel/domain';
import {
  Admission,
  type Contest,
  claim,
  completeJudging,
  consumeJudged,
  createContest,
  createProblem,
  createTenant,
  createVersion,
  type Database,
  ensurePrincipal,
  enterContest,
  findWaitingJudging,
  joinContest,
  type NewContest,
  newId,
  publishBoard,
  publishVersion,
  submitJudged,
} from '@cupel/store';
import { result, submission } from './submissions.ts';

export interface World {
  readonly tenantId: string;
  readonly setter: string;
  readonly problems: readonly { readonly id: string; readonly versionId: string }[];
  readonly people: readonly string[];
}

const admission = new Admission(100_000);

/** A tenant of its own with published problems, which have no tests: their judgings are written here and not by a worker. */
export async function makeWorld(database: Database, problems: number, people: readonly string[]): Promise<World> {
  const { id: tenantId } = await createTenant(database, `tenant ${newId()}`);
  const setter = await person(database, tenantId, 'setter');
  const made = Array.from({ length: problems }, async (_, index) => {
    const { id } = await createProblem(database, { tenantId, principalId: setter, slug: `p${index}`, title: `Problem ${index}` });
    return { id, versionId: await publish(database, { tenantId, setter }, id) };
  });
  const joined = people.map((name) => person(database, tenantId, name));
  return { tenantId, setter, problems: await Promise.all(made), people: await Promise.all(joined) };
}

async function person(database: Database, tenantId: string, name: string): Promise<string> {
  return (await ensurePrincipal(database, { tenantId, kind: 'external', name, externalId: name })).id;
}

/** Another version of a problem, which counts from now on. */
export async function publish(database: Database, { tenantId, setter }: Pick<World, 'tenantId' | 'setter'>, problemId: string) {
  const { version } = await createVersion(database, {
    ...{ tenantId, problemId, principalId: setter, title: 'Problem', manifest: {}, issues: [], limits: {}, languages: null },
    ...{ hash: randomBytes(32).toString('hex'), disclosure: {} as never, outputRetention: 0, tests: [], blobs: [] },
  });
  await publishVersion(database, tenantId, problemId, version.id);
  return version.id;
}

export async function makeContest(
  database: Database,
  world: World,
  changes: Partial<NewContest> | 'course' = {},
): Promise<Contest> {
  const { tenantId, setter, problems, people } = world;
  const now = Date.now();
  const contest = await createContest(database, tenantId, setter, {
    ...{ slug: `c${newId()}`, title: 'Cup', scoring: 'icpc', penaltyMinutes: 20, visibility: 'tenant' },
    ...(changes !== 'course' && { startsAt: new Date(now - 3 * 3_600_000), endsAt: new Date(now + 3 * 3_600_000) }),
    problems: problems.map(({ id }, index) => ({ problemId: id, label: 'ABCDEFGH'[index] ?? 'Z' })),
    ...(changes !== 'course' && changes),
  });
  for (const [index, principalId] of people.entries())
    await joinContest(database, { contestId: contest.id, tenantId, principalId, name: `team ${index}` });
  return contest;
}

/** Accepted as the API does it, then moved to a minute of the contest, which nobody can do but a test. */
export async function handIn(
  database: Database,
  world: World,
  contest: Contest,
  entry: { readonly who: number; readonly what: number; readonly minute?: number },
): Promise<string> {
  const problem = world.problems[entry.what];
  const principalId = world.people[entry.who];
  if (problem === undefined || principalId === undefined) throw new Error('nobody there');
  const own = submission({ id: newId(), tenantId: world.tenantId, principalId, kind: 'judge' });
  const { id } = await submitJudged(
    database,
    { ...own, id: own.id ?? newId(), judgedBy: { problemId: problem.id, versionId: problem.versionId } },
    admission,
    (connection, made) => enterContest(connection, contest.id, made),
  );
  if (entry.minute !== undefined) {
    const text = `WITH moved AS (UPDATE submissions SET created_at = $2::timestamptz + make_interval(mins => $3) WHERE id = $1 RETURNING id, created_at)
UPDATE contest_submissions SET submitted_at = moved.created_at FROM moved WHERE submission_id = moved.id`;
    await database.query({ text }, [id, contest.startsAt ?? contest.createdAt, entry.minute]);
  }
  return id;
}

export interface Told {
  readonly verdict: Verdict;
  readonly points?: number;
  readonly subtasks?: readonly number[];
  readonly status?: 'judged' | 'compile_error' | 'judging_failed';
}

/** Claims one job, whichever is next, and writes the judging that `answer` makes of it. False where nothing waits. */
export async function judgeNext(database: Database, answer: (submissionId: string) => Told): Promise<boolean> {
  const { jobs } = await claim(database, { workerId: 'w', capabilities: ['language:python'], limit: 1, held: 0 });
  const [job] = jobs;
  if (job === undefined) return false;
  const judging = await findWaitingJudging(database, job.lease.submissionId);
  if (judging === undefined) throw new Error('the job has no judging');
  const { verdict, points = verdict === 'AC' ? 1 : 0, subtasks = [], status = 'judged' } = answer(judging.submissionId);
  const total = subtasks.length === 0 ? points : subtasks.reduce((one, other) => one + other, 0);
  const part = (name: string, value: number, subtask: boolean, groups: unknown[]) => ({
    ...{ name, points: String(value), maximum: '1', subtask, groups },
  });
  await completeJudging(
    database,
    job.lease,
    result({ verdict }),
    [],
    {},
    {
      ...{ judgingId: judging.id, status, verdict, because: '', maximum: '1', faults: [], languageVersion: '3', limits: {} },
      ...{ outputRetention: 0, tests: [], points: { text: String(total), numerator: BigInt(total), denominator: 1n } },
      score: part(
        '',
        total,
        false,
        subtasks.map((value, index) => part(`s${index}`, value, true, [])),
      ),
    },
  );
  return true;
}

/** Until every message is handled and every board in order. */
export async function settle(database: Database): Promise<void> {
  while ((await consumeJudged(database)) > 0);
  while ((await publishBoard(database)) > 0);
}
