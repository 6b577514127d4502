import { createHash } from 'node:crypto';
import { type Connection, type NewJudgedSubmission, reportAbuse, takeTokens } from '@cupel/store';

/**
 * A verdict is a bit of the hidden tests for whoever can make it depend on one: the same program, handed in again and again with
 * one constant changed, reads them bit by bit. Nobody is refused for it, because so works also whoever gropes for a bound; it is
 * noted for whoever runs the service, with whom and how often.
 */
const OFTEN = 20;
const WITHIN = 3_600;
/** Noted and never counted towards a cool-down: a key stands for a whole class. */
const NEVER = 2_147_483_647;

/** Notes a submission where the same person has sent its like too often within the hour. Changes nothing about the submission. */
export async function notePossibleProbing(
  connection: Connection,
  { id, tenantId, principalId, keyId, source, judgedBy }: NewJudgedSubmission,
): Promise<void> {
  const shape = shapeOf(Buffer.from(source).toString('utf8'));
  const name = `alike:${judgedBy.problemId}:${principalId}:${shape}`;
  const [like] = await takeTokens(connection, [{ name, capacity: OFTEN, seconds: WITHIN }]);
  if (like === undefined || like.allowed) return;
  const details = { problem: judgedBy.problemId, principal: principalId, shape, more_than: OFTEN, within_seconds: WITHIN };
  const report = { tenantId, flowId: keyId ?? principalId, kind: 'probing', weight: 1, submissionId: id, details };
  await reportAbuse(connection, report, { window: WITHIN, threshold: NEVER, coolDown: 0 });
}

/** What stays the same where only constants, blanks and comments change. */
function shapeOf(source: string): string {
  const bare = source
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$|#.*$/gm, '')
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/\b\d[\w.]*/g, '0')
    .replace(/\s+/g, ' ');
  return createHash('sha256').update(bare).digest('hex').slice(0, 32);
}
