/**
 * Judging again of very many: with the time limit for statements that the service has, in parts that another process may go on
 * with, and with nothing lost or counted twice. What workers write is written here by SQL, as theirs would be too slow for a test.
 */
import {
  applyRejudge,
  countRejudgeEffects,
  type Database,
  findBoard,
  getRejudge,
  issueRejudges,
  openDatabase,
  publishBoard,
  startRejudge,
  workRejudges,
} from '@cupel/store';
import { expect, test } from 'vitest';
import { makeContest, makeWorld, settle, type World } from './support/contests.ts';
import { useDatabase } from './support/postgres.ts';

/** Many parts; it was tried with 120,000 too, which take minutes to be written. */
const MANY = 5_500;
/** As the service has it. */
const LONGEST_STATEMENT = 5_000;

const HAND_IN = `
WITH made AS (
  SELECT md5('submission' || n)::uuid AS id, md5('judging' || n)::uuid AS judging, n FROM generate_series(1, $6::int) n
), submitted AS (
  INSERT INTO submissions (id, tenant_id, principal_id, kind, lane, language, profile, state, verdict, problem_id, judging_id)
  SELECT id, $1, ($2::uuid[])[1 + n % cardinality($2::uuid[])], 'judge', 1, 'python', 'judge', 'completed', 'WA', $3, judging FROM made RETURNING id
), given AS (
  INSERT INTO submission_inputs (submission_id, source, arguments, limits, options) SELECT id, '', '[]', '{}', '{}' FROM made
), queued AS (
  INSERT INTO jobs (submission_id, tenant_id, flow_id, lane, requires, state) SELECT id, $1, $1, 1, '{}', 'done' FROM made
), entered AS (
  INSERT INTO contest_submissions (submission_id, contest_id, tenant_id, principal_id, problem_id, submitted_at, judging_id, status, verdict)
  SELECT id, $5, $1, ($2::uuid[])[1 + n % cardinality($2::uuid[])], $3, now(), judging, 'judged', 'WA' FROM made
)
INSERT INTO judgings (id, tenant_id, submission_id, job_id, problem_id, version_id, standing, state, status, verdict, because, points,
  points_numeric, maximum, score, completed_at)
SELECT judging, $1, id, id, $3, $4, 'current', 'done', 'judged', 'WA', '', '0', 0, '1', '{}', now() FROM made`;

/** Every shadow that waits is judged AC, as a fleet would. */
const JUDGE = `
WITH ended AS (
  UPDATE judgings SET state = 'done', status = 'judged', verdict = 'AC', because = '', points = '1', points_numeric = 1, maximum = '1',
    score = '{}', completed_at = now()
  WHERE standing = 'staged' AND state = 'waiting' RETURNING job_id
), done AS (
  UPDATE jobs SET state = 'done', finished_at = now() FROM ended WHERE jobs.submission_id = ended.job_id
)
UPDATE submissions SET state = 'completed', verdict = 'AC' FROM ended WHERE submissions.id = ended.job_id RETURNING id`;

/** Items that wait are issued at once: the queue's window is no part of this. */
const ISSUE_ALL = `
WITH item AS (
  UPDATE rejudge_items SET job_id = md5('job' || submission_id)::uuid, judging_id = md5('fresh' || submission_id)::uuid
  WHERE rejudge_id = $1 AND judging_id IS NULL RETURNING *
), shadow AS (
  INSERT INTO submissions (id, tenant_id, principal_id, kind, lane, language, profile) SELECT job_id, $2, $3, 'rejudge', 3, 'python', 'judge' FROM item
), queued AS (
  INSERT INTO jobs (submission_id, tenant_id, flow_id, lane, requires) SELECT job_id, $2, $1, 3, '{}' FROM item
)
INSERT INTO judgings (id, tenant_id, submission_id, job_id, problem_id, version_id, standing)
SELECT judging_id, $2, submission_id, job_id, $4, version_id, 'staged' FROM item`;

const own = useDatabase();

/** Two processes of the service would have one each. */
const open = (statementTimeout = LONGEST_STATEMENT): Database =>
  openDatabase({
    connectionString: own().server.connectionString,
    applicationName: 'tests',
    minConnections: 1,
    statementTimeout,
  });

async function fill(db: Database, { tenantId, people, problems }: World, contestId: string): Promise<void> {
  const [problem] = problems;
  await db.transaction(async (connection) => {
    // The messages of so many triggers are nothing that is tried here.
    await connection.query({ text: 'SET LOCAL session_replication_role = replica' });
    await connection.query({ text: HAND_IN }, [tenantId, people, problem?.id, problem?.versionId, contestId, MANY]);
  });
  await db.query({ text: 'ANALYZE' });
}

/** As the loop of the service does it, a part at a time. */
async function work(db: Database): Promise<number> {
  let parts = 0;
  while ((await workRejudges(db)) > 0) parts += 1;
  return parts;
}

async function judgeAll(db: Database, id: string, { tenantId, setter, problems }: World): Promise<void> {
  await db.transaction(async (connection) => {
    await connection.query({ text: ISSUE_ALL }, [id, tenantId, setter, problems[0]?.id]);
    await connection.query({ text: JUDGE });
  });
  await db.query({ text: 'ANALYZE' });
}

test('very many submissions are judged again in parts, by whichever process goes on, and none is lost or counted twice', async () => {
  const db = open(600_000);
  const world = await makeWorld(db, 1, ['ann', 'bo']);
  const contest = await makeContest(db, world);
  await fill(db, world, contest.id);
  const { tenantId, setter: principalId } = world;
  const [one, other] = [open(), open()];
  try {
    const rejudge = { tenantId, principalId, told: {}, method: 'tests', reason: '' } as const;
    const id = (await startRejudge(one, { ...rejudge, selection: { contestId: contest.id } }, [])) ?? '';
    // The first process picked a few parts and is gone; what was picked so far is not all, and so is not ready.
    const begun = await getRejudge(one, tenantId, id);
    expect(begun.state).toBe('judging');
    expect(begun.total).toBeLessThan(MANY);
    await work(other);
    expect(await getRejudge(other, tenantId, id)).toMatchObject({ state: 'judging', total: MANY, done: 0 });
    expect(await issueRejudges(other)).toBe(200);
    await judgeAll(db, id, world);
    expect(await getRejudge(other, tenantId, id)).toMatchObject({ state: 'ready', total: MANY, done: MANY });
    expect(await countRejudgeEffects(other, id)).toEqual({ gains: MANY, loses: 0 });
    await settle(other);
    const before = await findBoard(other, contest.id, 'live');
    expect(await applyRejudge(one, tenantId, id)).toMatchObject({ state: 'applying' });
    // Half of it counts, and no board shows half.
    await db.query({ text: 'UPDATE boards SET stale = true' });
    expect(await publishBoard(other)).toBe(0);
    expect(await findBoard(other, contest.id, 'live')).toEqual(before);
    await work(other);
    expect(await getRejudge(other, tenantId, id)).toMatchObject({ state: 'applied', done: MANY, failed: 0 });
    const counted = `SELECT standing, verdict, count(*) AS count FROM judgings GROUP BY standing, verdict ORDER BY standing`;
    expect(await db.query({ text: counted })).toEqual([
      { standing: 'current', verdict: 'AC', count: MANY },
      { standing: 'superseded', verdict: 'WA', count: MANY },
    ]);
    const right = `
SELECT count(*) AS count FROM submissions JOIN judgings ON judgings.id = submissions.judging_id
WHERE submissions.verdict = 'AC' AND judgings.verdict = 'AC' AND standing = 'current'`;
    expect(await db.query({ text: right })).toEqual([{ count: MANY }]);
    expect(await db.query({ text: "SELECT FROM submissions WHERE kind = 'rejudge'" })).toEqual([]);
    const told = "SELECT count(*) AS count FROM outbox WHERE consumer = 'leaderboards' AND topic = 'judged'";
    expect(await db.query({ text: told })).toEqual([{ count: MANY }]);
  } finally {
    await one.close();
    await other.close();
    await db.close();
  }
}, 600_000);
