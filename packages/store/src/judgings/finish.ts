import type { Connection, Database, Statement } from '../database.js';
import { jsonText, storableText } from '../json.js';
import { complete } from '../queue/complete.js';
import type { Lease, NewEvent, NewResult, Subscriptions } from '../queue/types.js';
import type { NewJudgedTest, NewJudgingResult } from './types.js';

/**
 * Writes a judging together with the end of the job under whose lease it was made: the epoch that ends the job is the one that
 * counts, and a worker that lost its lease has written nothing. Repeating is harmless. Throws `lease_lost`.
 */
export async function completeJudging(
  database: Database,
  lease: Lease,
  result: NewResult,
  events: readonly NewEvent[],
  subscriptions: Subscriptions,
  judging: NewJudgingResult,
): Promise<'written' | 'repeated'> {
  return database.transaction(async (connection) => {
    const outcome = await complete(connection, lease, result, events, subscriptions);
    if (outcome === 'written') await finish(connection, lease.epoch, judging);
    return outcome;
  });
}

/** Consumers learn of it by its id and ask for the rest: the row says nothing that is not theirs. */
const FINISH: Statement = {
  text: `
WITH done AS (
  UPDATE judgings SET state = 'done', epoch = $2, status = $3, verdict = $4, because = $5, points = $6,
    points_numeric = $7::numeric / $8::numeric, maximum = $9, score = $10, faults = $11, compile_output = $12,
    language_version = $13, limits = $14, completed_at = now()
  WHERE id = $1 AND state = 'waiting' RETURNING id, tenant_id, submission_id, problem_id, standing
)
INSERT INTO outbox (consumer, topic, tenant_id, submission_id, payload)
SELECT 'leaderboards', 'judged', done.tenant_id, done.submission_id, jsonb_build_object('judgingId', done.id, 'submissionId',
  done.submission_id, 'problemId', done.problem_id, 'principalId', submissions.principal_id, 'standing', done.standing)
FROM done JOIN submissions ON submissions.id = done.submission_id`,
};

const INSERT_TESTS: Statement = {
  text: `
INSERT INTO judging_tests (judging_id, position, test_id, name, group_name, visibility, verdict, cause, because, points, maximum,
  cpu_time, wall_time, memory_peak, runs, passes, exit, difference, setter_message, team_message, stderr, stderr_truncated,
  output, output_truncated, output_until, transcript_interactor, transcript_submission)
SELECT judgings.id, told.position, tests.test_id, tests.name, tests.group_name, tests.visibility, told.verdict, told.cause, told.because,
  told.points, told.maximum, told.cpu_time, told.wall_time, told.memory_peak, told.runs, told.passes, told.exit, told.difference,
  told.setter_message, told.team_message, told.stderr, told.stderr_truncated,
  CASE WHEN $2::int > 0 OR tests.visibility = 'sample' THEN told.output END, told.output_truncated,
  CASE WHEN tests.visibility <> 'sample' THEN now() + make_interval(secs => $2::int) END,
  told.transcript_interactor, told.transcript_submission
FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[],
  $12::int[], $13::int[], $14::jsonb[], $15::jsonb[], $16::bytea[], $17::bytea[], $18::bytea[], $19::boolean[], $20::bytea[],
  $21::boolean[], $22::bytea[], $23::bytea[])
  AS told (position, verdict, cause, because, points, maximum, cpu_time, wall_time, memory_peak, runs, passes, exit, difference,
    setter_message, team_message, stderr, stderr_truncated, output, output_truncated, transcript_interactor, transcript_submission)
JOIN judgings ON judgings.id = $1
JOIN problem_tests tests ON tests.version_id = judgings.version_id AND tests.position = told.position`,
};

async function finish(connection: Connection, epoch: number, judging: NewJudgingResult): Promise<void> {
  const { points } = judging;
  await connection.query(FINISH, [
    judging.judgingId,
    epoch,
    judging.status,
    judging.verdict,
    storableText(judging.because),
    points.text,
    String(points.numerator),
    String(points.denominator),
    judging.maximum,
    jsonText(judging.score),
    jsonText(judging.faults),
    judging.compileOutput ?? null,
    storableText(judging.languageVersion),
    jsonText(judging.limits),
  ]);
  if (judging.tests.length > 0)
    await connection.query(INSERT_TESTS, [judging.judgingId, judging.outputRetention, ...columns(judging.tests)]);
  await connection.notify('cupel_outbox', '');
}

function columns(tests: readonly NewJudgedTest[]): unknown[] {
  const column = <T>(value: (test: NewJudgedTest) => T) => tests.map(value);
  const json = (value: (test: NewJudgedTest) => unknown) =>
    tests.map((test) => (value(test) === null ? null : jsonText(value(test))));
  return [
    column(({ position }) => position),
    column(({ verdict }) => verdict),
    column(({ cause }) => cause),
    column(({ because }) => storableText(because)),
    column(({ points }) => points),
    column(({ maximum }) => maximum),
    column(({ cpuTime }) => cpuTime),
    column(({ wallTime }) => wallTime),
    column(({ memoryPeak }) => memoryPeak),
    column(({ runs }) => runs),
    column(({ passes }) => passes),
    json(({ exit }) => exit),
    json(({ difference }) => difference),
    column(({ setterMessage }) => bytea(setterMessage)),
    column(({ teamMessage }) => bytea(teamMessage)),
    column(({ stderr }) => bytea(stderr)),
    column(({ stderrTruncated }) => stderrTruncated),
    column(({ output }) => bytea(output)),
    column(({ outputTruncated }) => outputTruncated),
    column(({ transcript }) => (transcript === null ? null : bytea(transcript.interactor))),
    column(({ transcript }) => (transcript === null ? null : bytea(transcript.submission))),
  ];
}

/** pg writes a plain Uint8Array inside an array as a list of numbers; a Buffer as bytes. */
function bytea(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
