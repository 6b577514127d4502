/**
 * Contests with as many submissions as are asked for, written by SQL as if all had been judged: the board that comes of them is made
 * by the service itself.
 */

import { randomBytes } from 'node:crypto';
import { createContest, createProblem, createVersion, ensurePrincipal, ensureTenant, newId, publishVersion } from '@cupel/store';

/** @typedef {{ id: string, slug: string, size: number }} BenchContest */
/** @typedef {{ tenantId: string, problems: { id: string, versionId: string }[], people: string[], owner: string }} World */

export const PEOPLE = 100;
export const PROBLEMS = 10;
const CHUNK = 50_000;

/** @param {import('@cupel/store').Database} database @returns {Promise<World>} */
export async function makeWorld(database) {
  const { id: tenantId } = await ensureTenant(database, 'default');
  const { id: owner } = await ensurePrincipal(database, { tenantId, kind: 'service', name: 'owner', externalId: 'owner' });
  const problems = [];
  for (let index = 0; index < PROBLEMS; index++) {
    const { id } = await createProblem(database, { tenantId, principalId: owner, slug: `p${index}`, title: `Problem ${index}` });
    const { version } = await createVersion(database, {
      ...{ tenantId, principalId: owner, problemId: id, title: 'x', manifest: {}, issues: [], limits: {}, languages: null },
      ...{ hash: randomBytes(32).toString('hex'), disclosure: /** @type {any} */ ({}), outputRetention: 0, tests: [], blobs: [] },
    });
    await publishVersion(database, tenantId, id, version.id);
    problems.push({ id, versionId: version.id });
  }
  const people = await database.query(
    {
      text: `INSERT INTO principals (id, tenant_id, kind, name, external_id)
SELECT gen_random_uuid(), $1, 'external', 'team ' || n, 'team' || n FROM generate_series(1, $2::int) n RETURNING id`,
    },
    [tenantId, PEOPLE],
  );
  return { tenantId, problems, people: people.map(({ id }) => id), owner };
}

/** @param {import('@cupel/store').Database} database @param {World} world @param {number} size @returns {Promise<BenchContest>} */
export async function makeContest(database, world, size) {
  const { tenantId, owner, problems, people } = world;
  const slug = `with-${size}`;
  const { id } = await createContest(database, tenantId, owner, {
    ...{ slug, title: slug, scoring: 'icpc', penaltyMinutes: 20, visibility: 'public' },
    startsAt: new Date(Date.now() - 4 * 3_600_000),
    endsAt: new Date(Date.now() + 24 * 3_600_000),
    problems: problems.map((problem, index) => ({ problemId: problem.id, label: 'ABCDEFGHIJ'[index] ?? 'Z' })),
  });
  await database.query(
    {
      text: `INSERT INTO contest_participants (contest_id, tenant_id, principal_id, name)
SELECT $1, $2, principal, 'team ' || n FROM unnest($3::uuid[]) WITH ORDINALITY AS team (principal, n)`,
    },
    [id, tenantId, people],
  );
  for (let from = 0; from < size; from += CHUNK)
    await database.transaction(async (connection) => {
      // A message for each of a million rows is what the service is spared here: one asks for the whole board below.
      await connection.query({ text: 'SET LOCAL session_replication_role = replica' });
      await handIn(connection, world, id, Math.min(CHUNK, size - from), from);
    });
  await database.query({ text: 'ANALYZE submissions, judgings, contest_submissions' });
  await database.query(
    {
      text: `INSERT INTO outbox (consumer, topic, tenant_id, payload) VALUES ('leaderboards', 'contest', $1, jsonb_build_object('contestId', $2::text))`,
    },
    [tenantId, id],
  );
  await database.notify('cupel_outbox', '');
  return { id, slug, size };
}

/** In turns, so that the boards have the same cells and are equally long; minutes and verdicts by chance, one in five accepted. */
const HAND_IN = {
  text: `
WITH made AS (
  SELECT gen_random_uuid() AS id, gen_random_uuid() AS judging, ($3::uuid[])[1 + n % cardinality($3::uuid[])] AS who,
    1 + (n / cardinality($3::uuid[])) % cardinality($4::uuid[]) AS what, CASE WHEN random() < 0.2 THEN 'AC' ELSE 'WA' END AS verdict,
    now() - random() * interval '4 hours' AS at
  FROM generate_series($7::int, $7::int + $6::int - 1) n
), judged AS (
  INSERT INTO judgings (id, tenant_id, submission_id, job_id, problem_id, version_id, standing, state, status, verdict, because, points,
    points_numeric, maximum, score, completed_at)
  SELECT judging, $1, id, id, ($4::uuid[])[what], ($5::uuid[])[what], 'current', 'done', 'judged', verdict, '', '0', 0, '1', '{}', at FROM made
), entered AS (
  INSERT INTO contest_submissions (submission_id, contest_id, tenant_id, principal_id, problem_id, submitted_at, judging_id, status, verdict,
    points, maximum)
  SELECT id, $2, $1, who, ($4::uuid[])[what], at, judging, 'judged', verdict, '0', '1' FROM made
)
INSERT INTO submissions (id, tenant_id, principal_id, kind, lane, language, profile, state, verdict, created_at, completed_at, problem_id, judging_id)
SELECT id, $1, who, 'judge', 1, 'python', 'judge', 'completed', verdict, at, at, ($4::uuid[])[what], judging FROM made`,
};

/** @param {import('@cupel/store').Connection} connection @param {World} world @param {string} contestId @param {number} count @param {number} [from] */
export async function handIn(connection, { tenantId, people, problems }, contestId, count, from = 0) {
  const [ids, versions] = [problems.map(({ id }) => id), problems.map(({ versionId }) => versionId)];
  await connection.query(HAND_IN, [tenantId, contestId, people, ids, versions, count, from]);
}

/** A team that solved nothing before and so moves the board. @param {import('@cupel/store').Database} database @param {World} world @param {string} contestId */
export async function join(database, { tenantId }, contestId) {
  const name = `late ${newId()}`;
  const { id } = await ensurePrincipal(database, { tenantId, kind: 'external', name, externalId: name });
  await database.query(
    { text: 'INSERT INTO contest_participants (contest_id, tenant_id, principal_id, name) VALUES ($1, $2, $3, $4)' },
    [contestId, tenantId, id, name],
  );
  return id;
}
