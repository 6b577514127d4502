import { CupelError } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';
import { isId } from '../ids.js';
import type { JudgedTest, Judging } from './types.js';

const COLUMNS = `judgings.id, judgings.tenant_id AS "tenantId", judgings.submission_id AS "submissionId",
  judgings.problem_id AS "problemId", judgings.version_id AS "versionId", versions.number AS "versionNumber", judgings.standing,
  judgings.state, judgings.status, judgings.verdict, judgings.because, judgings.points, judgings.maximum, judgings.score, judgings.faults,
  judgings.compile_output AS "compileOutput", judgings.language_version AS "languageVersion", judgings.limits,
  judgings.created_at AS "createdAt", judgings.completed_at AS "completedAt"`;
const FROM = 'FROM judgings JOIN problem_versions versions ON versions.id = judgings.version_id';

const BY_ID: Statement = {
  name: 'judging by id',
  text: `SELECT ${COLUMNS} ${FROM} WHERE judgings.tenant_id = $1 AND judgings.id = $2`,
};

/** Throws `record_not_found`. */
export async function getJudging(connection: Connection, tenantId: string, id: string): Promise<Judging> {
  const [row] = isId(id) ? await connection.query<Judging>(BY_ID, [tenantId, id]) : [];
  if (row === undefined) throw new CupelError('record_not_found', { what: 'judging' });
  return row;
}

const CURRENT: Statement = {
  name: 'current judging',
  text: `
SELECT ${COLUMNS} ${FROM} JOIN submissions ON submissions.judging_id = judgings.id
WHERE judgings.tenant_id = $1 AND submissions.id = $2`,
};

/** The judging that counts; none for submissions of other kinds. */
export async function findCurrentJudging(
  connection: Connection,
  tenantId: string,
  submissionId: string,
): Promise<Judging | undefined> {
  const [row] = isId(submissionId) ? await connection.query<Judging>(CURRENT, [tenantId, submissionId]) : [];
  return row;
}

const WAITING: Statement = {
  name: 'waiting judging',
  text: `SELECT ${COLUMNS} ${FROM} WHERE job_id = $1 AND state = 'waiting' ORDER BY judgings.id DESC LIMIT 1`,
};

/** What the job is to judge. Undefined where it was done or dropped meanwhile. */
export async function findWaitingJudging(connection: Connection, jobId: string): Promise<Judging | undefined> {
  const [row] = await connection.query<Judging>(WAITING, [jobId]);
  return row;
}

const OF_SUBMISSION: Statement = {
  text: `SELECT ${COLUMNS} ${FROM} WHERE judgings.tenant_id = $1 AND submission_id = $2 ORDER BY judgings.id DESC LIMIT 200`,
};

/** Every judging of a submission, newest first. */
export async function listJudgings(connection: Connection, tenantId: string, submissionId: string): Promise<Judging[]> {
  return isId(submissionId) ? connection.query<Judging>(OF_SUBMISSION, [tenantId, submissionId]) : [];
}

const BROKEN: Statement = {
  text: `
SELECT ${COLUMNS} ${FROM} WHERE judgings.tenant_id = $1 AND judgings.problem_id = $2 AND status = 'judging_failed' AND standing = 'current'
ORDER BY judgings.id DESC LIMIT $3`,
};

/** Judgings that wait for the setter to mend the problem, newest first. */
export async function listBroken(connection: Connection, tenantId: string, problemId: string, limit = 100): Promise<Judging[]> {
  return connection.query<Judging>(BROKEN, [tenantId, problemId, limit]);
}

const TESTS: Statement = {
  name: 'judged tests',
  text: `
SELECT position, encode(test_id, 'hex') AS "testId", name, group_name AS "group", visibility, verdict, cause, because, points, maximum,
  cpu_time AS "cpuTime", wall_time AS "wallTime", memory_peak AS "memoryPeak", runs, passes, exit, difference,
  setter_message AS "setterMessage", team_message AS "teamMessage", stderr, stderr_truncated AS "stderrTruncated",
  output, output_truncated AS "outputTruncated", transcript_interactor AS "transcriptInteractor",
  transcript_submission AS "transcriptSubmission"
FROM judging_tests WHERE judging_id = $1 ORDER BY position`,
};

/** In the order of judging. */
export async function listJudgedTests(connection: Connection, judgingId: string): Promise<JudgedTest[]> {
  return connection.query<JudgedTest>(TESTS, [judgingId]);
}

const COUNT_BROKEN: Statement = {
  text: `
SELECT count(*) AS broken FROM judgings WHERE tenant_id = $1 AND problem_id = $2 AND status = 'judging_failed' AND standing = 'current'`,
};

/** How many judgings wait for the setter to mend the problem. */
export async function countBroken(connection: Connection, tenantId: string, problemId: string): Promise<number> {
  const [row] = await connection.query<{ broken: number }>(COUNT_BROKEN, [tenantId, problemId]);
  return row?.broken ?? 0;
}
