import type { TestVisibility } from '@cupel/domain';
import type { Connection, Statement } from '../database.js';

/** A test of a version, without its bytes: those are blobs. Hashes are 64 hex digits. */
export interface StoredTest {
  readonly position: number;
  readonly testId: string;
  readonly name: string;
  readonly group: string;
  readonly visibility: TestVisibility;
  readonly points: string;
  readonly inputSha256: string;
  readonly inputBytes: number;
  readonly answerSha256: string;
  readonly answerBytes: number;
}

const LIST: Statement = {
  text: `
SELECT position, encode(test_id, 'hex') AS "testId", name, group_name AS "group", visibility, points,
  encode(input_sha256, 'hex') AS "inputSha256", input_bytes AS "inputBytes",
  encode(answer_sha256, 'hex') AS "answerSha256", answer_bytes AS "answerBytes"
FROM problem_tests WHERE tenant_id = $1 AND version_id = $2 ORDER BY position`,
};

/** In the order of judging. For setters alone: names and sizes of hidden tests are hidden as well. */
export async function listTests(connection: Connection, tenantId: string, versionId: string): Promise<StoredTest[]> {
  return connection.query<StoredTest>(LIST, [tenantId, versionId]);
}

const PACKAGE: Statement = {
  text: `SELECT encode(sha256, 'hex') AS sha256 FROM problem_blobs WHERE tenant_id = $1 AND version_id = $2 AND role = 'package'`,
};

/** The package of a version as it was uploaded. */
export async function findPackage(connection: Connection, tenantId: string, versionId: string): Promise<string | undefined> {
  const [row] = await connection.query<{ sha256: string }>(PACKAGE, [tenantId, versionId]);
  return row?.sha256;
}
