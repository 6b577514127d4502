import { CupelError, type DisclosurePolicy, type TestVisibility } from '@cupel/domain';
import type { Connection, Database, Statement } from '../database.js';
import { newId } from '../ids.js';
import { jsonText, storableText } from '../json.js';
import type { BlobRole, JsonObject } from '../schema.js';

/** A version that is to be made; its blobs are there already. Hashes are 64 hex digits. */
export interface NewVersion {
  readonly tenantId: string;
  readonly principalId: string;
  readonly problemId: string;
  readonly title: string;
  /** Of the plan, which is a blob. */
  readonly hash: string;
  readonly manifest: JsonObject;
  readonly issues: readonly unknown[];
  readonly limits: JsonObject;
  readonly languages: readonly string[] | null;
  readonly disclosure: DisclosurePolicy;
  /** Seconds. */
  readonly outputRetention: number;
  readonly tests: readonly NewTest[];
  readonly blobs: readonly { readonly sha256: string; readonly role: BlobRole }[];
}

export interface NewTest {
  readonly testId: string;
  readonly name: string;
  readonly group: string;
  readonly visibility: TestVisibility;
  readonly points: string;
  readonly input: { readonly sha256: string; readonly size: number };
  readonly answer: { readonly sha256: string; readonly size: number };
}

export interface ProblemVersion {
  readonly id: string;
  readonly tenantId: string;
  readonly problemId: string;
  readonly number: number;
  readonly hash: string;
  readonly manifest: JsonObject;
  readonly issues: readonly unknown[];
  readonly limits: JsonObject;
  readonly languages: readonly string[] | null;
  readonly disclosure: DisclosurePolicy;
  readonly outputRetention: number;
  /** Statements that a worker made of LaTeX, in HTML by language. */
  readonly rendered: Readonly<Record<string, string>>;
  readonly createdAt: Date;
}

const COLUMNS = `id, tenant_id AS "tenantId", problem_id AS "problemId", number, encode(hash, 'hex') AS hash, manifest, issues, limits,
  languages, disclosure, output_retention AS "outputRetention", rendered, created_at AS "createdAt"`;

/** The row of the problem is locked, so that two uploads at once get two numbers. */
const NEXT: Statement = {
  text: `UPDATE problems SET versions = versions + 1, updated_at = now(), title = $3 WHERE tenant_id = $1 AND id = $2 RETURNING versions AS number`,
};
const SAME: Statement = {
  text: `SELECT ${COLUMNS} FROM problem_versions WHERE problem_id = $1 AND hash = decode($2, 'hex')`,
};
const INSERT: Statement = {
  text: `
INSERT INTO problem_versions (id, tenant_id, problem_id, number, hash, manifest, issues, limits, languages, disclosure,
  output_retention, created_by)
VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9, $10, $11, $12) RETURNING ${COLUMNS}`,
};
const INSERT_BLOBS: Statement = {
  text: `
INSERT INTO problem_blobs (version_id, tenant_id, sha256, role)
SELECT DISTINCT $1::uuid, $2::uuid, decode(sha256, 'hex'), role FROM unnest($3::text[], $4::text[]) AS blob (sha256, role)`,
};
const INSERT_TESTS: Statement = {
  text: `
INSERT INTO problem_tests (version_id, position, tenant_id, test_id, name, group_name, visibility, points, input_sha256, input_bytes,
  answer_sha256, answer_bytes)
SELECT $1, place, $2, decode(test_id, 'hex'), name, group_name, visibility, points, decode(input, 'hex'), input_bytes,
  decode(answer, 'hex'), answer_bytes
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bigint[])
  WITH ORDINALITY AS test (test_id, name, group_name, visibility, points, input, input_bytes, answer, answer_bytes, place)`,
};

/** The next version of a problem; one that is the same as an earlier one is that one. Throws `record_not_found`, `blob_not_found`. */
export async function createVersion(
  database: Database,
  version: NewVersion,
): Promise<{ readonly version: ProblemVersion; readonly isNew: boolean }> {
  return database.transaction(async (connection) => {
    const { tenantId, problemId, hash } = version;
    const [next] = await connection.query<{ number: number }>(NEXT, [tenantId, problemId, storableText(version.title)]);
    if (next === undefined) throw new CupelError('record_not_found', { what: 'problem' });
    const [same] = await connection.query<ProblemVersion>(SAME, [problemId, hash]);
    if (same !== undefined) {
      await connection.query({ text: 'UPDATE problems SET versions = versions - 1 WHERE id = $1' }, [problemId]);
      return { version: same, isNew: false };
    }
    const [made] = await connection.query<ProblemVersion>(INSERT, [
      newId(),
      tenantId,
      problemId,
      next.number,
      hash,
      jsonText(version.manifest),
      jsonText(version.issues),
      jsonText(version.limits),
      version.languages,
      jsonText(version.disclosure),
      version.outputRetention,
      version.principalId,
    ]);
    if (made === undefined) throw new CupelError('record_not_found', { what: 'version' });
    await insertParts(connection, made.id, version);
    return { version: made, isNew: true };
  });
}

async function insertParts(connection: Connection, id: string, { tenantId, tests, blobs }: NewVersion): Promise<void> {
  const sorted = [...blobs].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
  await connection.query(INSERT_BLOBS, [id, tenantId, sorted.map(({ sha256 }) => sha256), sorted.map(({ role }) => role)]);
  await connection.query(INSERT_TESTS, [
    id,
    tenantId,
    tests.map(({ testId }) => testId),
    tests.map(({ name }) => storableText(name)),
    tests.map(({ group }) => storableText(group)),
    tests.map(({ visibility }) => visibility),
    tests.map(({ points }) => points),
    tests.map(({ input }) => input.sha256),
    tests.map(({ input }) => input.size),
    tests.map(({ answer }) => answer.sha256),
    tests.map(({ answer }) => answer.size),
  ]);
}

const BY_ID: Statement = {
  name: 'version by id',
  text: `SELECT ${COLUMNS} FROM problem_versions WHERE tenant_id = $1 AND id = $2`,
};
const BY_NUMBER: Statement = {
  text: `SELECT ${COLUMNS} FROM problem_versions WHERE tenant_id = $1 AND problem_id = $2 AND number = $3`,
};
const LIST: Statement = {
  text: `SELECT ${COLUMNS} FROM problem_versions WHERE tenant_id = $1 AND problem_id = $2 ORDER BY number DESC LIMIT 1000`,
};

/** Throws `record_not_found`. */
export async function getVersion(connection: Connection, tenantId: string, id: string): Promise<ProblemVersion> {
  return one(await connection.query<ProblemVersion>(BY_ID, [tenantId, id]));
}

/** Throws `record_not_found`. */
export async function getVersionByNumber(
  connection: Connection,
  tenantId: string,
  problemId: string,
  number: number,
): Promise<ProblemVersion> {
  return one(await connection.query<ProblemVersion>(BY_NUMBER, [tenantId, problemId, number]));
}

/** Newest first. */
export async function listVersions(connection: Connection, tenantId: string, problemId: string): Promise<ProblemVersion[]> {
  return connection.query<ProblemVersion>(LIST, [tenantId, problemId]);
}

function one(rows: readonly ProblemVersion[]): ProblemVersion {
  const [row] = rows;
  if (row === undefined) throw new CupelError('record_not_found', { what: 'version' });
  return row;
}
