import type { SourceFile } from '@cupel/judge';
import { type ClaimedJob, type Connection, readBlob } from '@cupel/store';
import { TESTS_FILE } from '../platform/jobs/submission-options.js';

/** The program that was submitted, its main file first. The tests that came with a request are none of its files. */
export async function sourcesOf(job: ClaimedJob, connection: Connection): Promise<readonly SourceFile[]> {
  const main: SourceFile = { ...(job.sourceName !== null && { name: job.sourceName }), bytes: job.source };
  const others = job.files.filter(({ name }) => name !== TESTS_FILE);
  const files = others.map(async ({ name, content }) => ({ name, bytes: await bytesOf(job, connection, content) }));
  return [main, ...(await Promise.all(files))];
}

export async function bytesOf(
  { tenantId }: ClaimedJob,
  connection: Connection,
  content: ClaimedJob['files'][number]['content'],
): Promise<Uint8Array> {
  if (content.kind === 'bytes') return content.bytes;
  const chunks: Buffer[] = [];
  for await (const chunk of readBlob(connection, tenantId, content.sha256)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
