import { CupelError } from '@cupel/domain';
import type { Connection, Database } from '../database.js';
import { brokenConstraint } from '../failures.js';
import { gather } from '../gather.js';
import { newId } from '../ids.js';
import { jsonText, storableText } from '../json.js';
import type { SubmissionState } from '../schema.js';
import { ownTurn } from '../turns.js';
import type { Admission } from './admission.js';
import { COUNT_SERVED, ENQUEUE, FIND_KEPT } from './enqueue-sql.js';
import { IDEMPOTENCY_HOURS } from './policy.js';
import { type Enqueued, laneNumber, type NewFile, type NewSubmission } from './types.js';

/** An expired key may be swept between the insert that met it and the look at it; then the insert is tried again. */
const TRIES = 3;

/**
 * Accepts submissions, each by itself, in one transaction: when this returns, what is `accepted` is on disk with its
 * job. Throws `blob_not_found` where a file names bytes that are not there, and then accepts none.
 */
export async function enqueue(
  connection: Connection,
  submissions: readonly NewSubmission[],
  admission: Admission,
): Promise<Enqueued[]> {
  const items = submissions.map((submission) => ({ ...submission, id: submission.id ?? newId() }));
  const outcomes = new Map<string, Enqueued>();
  for (let tries = 0; tries < TRIES && outcomes.size < items.length; tries += 1) {
    const open = items.filter(({ id }) => !outcomes.has(id));
    const depth = await insert(connection, firstOfEachKey(open), admission, outcomes);
    await resolveKept(connection, open, outcomes);
    if (depth !== undefined && depth >= admission.capacity - open.length)
      await refuseRest(connection, open, depth, admission, outcomes);
  }
  return items.map(({ id }) => outcomes.get(id) ?? { kind: 'conflict', id });
}

/**
 * As `enqueue` within a transaction, and so all or nothing. Programs that are large together are written a megabyte at a time, with a
 * turn of the event loop for each: what goes to PostgreSQL is written out as text first, twice as long.
 */
export async function enqueueMany(
  connection: Connection,
  submissions: readonly NewSubmission[],
  admission: Admission,
): Promise<Enqueued[]> {
  const outcomes: Enqueued[] = [];
  for (const part of partsOf(submissions)) {
    if (outcomes.length > 0) await ownTurn();
    outcomes.push(...(await enqueue(connection, part, admission)));
  }
  return outcomes;
}

/** As `enqueueMany`, in a transaction of its own. */
export function enqueueBatch(
  database: Database,
  submissions: readonly NewSubmission[],
  admission: Admission,
): Promise<Enqueued[]> {
  if (partsOf(submissions).length <= 1) return enqueue(database, submissions, admission);
  return database.transaction((connection) => enqueueMany(connection, submissions, admission));
}

/** As many together as are no larger than `MOST_BYTES_TOGETHER`, or one that is. */
function partsOf(submissions: readonly NewSubmission[]): NewSubmission[][] {
  const parts: NewSubmission[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const submission of submissions) {
    bytes += bytesOf(submission);
    if (bytes <= MOST_BYTES_TOGETHER) parts.at(-1)?.push(submission);
    else {
      parts.push([submission]);
      bytes = bytesOf(submission);
    }
  }
  return parts;
}

export interface Submitted {
  readonly id: string;
  /** Whether the same request came before. */
  readonly repeated: boolean;
  readonly state?: SubmissionState;
}

/** One submission: its id, and whether it is new. Throws `queue_full` (`QueueFullError`) and `idempotency_conflict`. */
export async function submit(connection: Connection, submission: NewSubmission, admission: Admission): Promise<Submitted> {
  const [outcome] = await enqueue(connection, [submission], admission);
  return submittedAs(outcome);
}

/** As `submit`; it may be held back for `within` milliseconds. */
export type Submit = (submission: NewSubmission, within?: number) => Promise<Submitted>;

/** For where many submit at once: those that come together are accepted in one transaction, each by itself. */
export function createSubmitter(connection: Connection, admission: Admission): Submit {
  const enqueueTogether = gather((submissions: readonly NewSubmission[]) => enqueue(connection, submissions, admission), {
    most: 100,
    abreast: 1,
    weight: { of: bytesOf, most: MOST_BYTES_TOGETHER },
  });
  return async (submission, within) => submittedAs(await enqueueTogether(submission, within));
}

const MOST_BYTES_TOGETHER = 1024 * 1024;

function bytesOf({ source, stdin, expectedOutput, files }: NewSubmission): number {
  const inFiles = files.reduce((sum, { content }) => sum + (content.kind === 'bytes' ? content.bytes.length : 0), 0);
  return source.length + (stdin?.length ?? 0) + (expectedOutput?.length ?? 0) + inFiles;
}

function submittedAs(outcome: Enqueued | undefined): Submitted {
  if (outcome?.kind === 'full') throw new QueueFullError(outcome.depth, outcome.retryAfter);
  if (outcome === undefined || outcome.kind === 'conflict')
    throw new CupelError('idempotency_conflict', {}, { field: 'Idempotency-Key' });
  if (outcome.kind === 'accepted') return { id: outcome.id, repeated: false, state: 'queued' };
  return { id: outcome.id, repeated: true, ...(outcome.state && { state: outcome.state }) };
}

export class QueueFullError extends CupelError<'queue_full'> {
  override readonly name = 'QueueFullError';
  readonly depth: number;
  /** Seconds. */
  readonly retryAfter: number;

  constructor(depth: number, retryAfter: number) {
    super('queue_full', { retryAfter });
    this.depth = depth;
    this.retryAfter = retryAfter;
  }
}

type Item = NewSubmission & { readonly id: string };

/** A statement cannot meet its own rows at a unique index, so of one key only the first goes in; the rest find it. */
function firstOfEachKey(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter(({ tenantId, idempotency }) => {
    if (!idempotency) return true;
    const key = `${tenantId} ${idempotency.key}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Returns how many were waiting, where they were counted. */
async function insert(connection: Connection, items: readonly Item[], admission: Admission, outcomes: Map<string, Enqueued>) {
  const capacity = admission.mustCount(items.length) ? admission.capacity : null;
  const rows = await connection
    .query<{ id: string | null; depth: number | null }>(ENQUEUE, [
      ...columns(items),
      capacity,
      IDEMPOTENCY_HOURS,
      ...fileColumns(items),
    ])
    .catch((error: unknown) => {
      throw missingBlob(error, items);
    });
  const accepted = rows.flatMap(({ id }) => (id === null ? [] : [id]));
  for (const id of accepted) outcomes.set(id, { kind: 'accepted', id });
  const depth = rows[0]?.depth ?? undefined;
  if (depth !== undefined) admission.counted(depth);
  admission.accepted(accepted.length);
  const pools = new Set(items.flatMap(({ id, pool = '' }) => (outcomes.get(id)?.kind === 'accepted' ? [pool] : [])));
  for (const pool of pools) await connection.notify('cupel_job', pool);
  return depth;
}

async function resolveKept(connection: Connection, items: readonly Item[], outcomes: Map<string, Enqueued>): Promise<void> {
  const open = items.filter(({ id, idempotency }) => idempotency && !outcomes.has(id));
  if (open.length === 0) return;
  const rows = await connection.query<{ place: number; id: string; same: boolean; state: SubmissionState | null }>(FIND_KEPT, [
    open.map((_, place) => place),
    open.map(({ tenantId }) => tenantId),
    open.map(({ idempotency }) => storable(idempotency?.key)),
    open.map(({ idempotency }) => bytea(idempotency?.bodyHash)),
  ]);
  for (const { place, id, same, state } of rows) {
    const item = open[place];
    if (item) outcomes.set(item.id, same ? { kind: 'repeated', id, ...(state && { state }) } : { kind: 'conflict', id });
  }
}

async function refuseRest(
  connection: Connection,
  items: readonly Item[],
  depth: number,
  { capacity }: Admission,
  outcomes: Map<string, Enqueued>,
): Promise<void> {
  const open = items.filter(({ id }) => !outcomes.has(id));
  if (open.length === 0) return;
  const [row] = await connection.query<{ served: number }>(COUNT_SERVED);
  // Until a tenth of the queue has been worked off at the pace of the last minute.
  const retryAfter = Math.min(60, Math.max(1, Math.ceil((depth / 10 / Math.max(row?.served ?? 0, 1)) * 60)));
  for (const { id } of open) outcomes.set(id, { kind: 'full', depth, capacity, retryAfter });
}

function columns(items: readonly Item[]): unknown[] {
  const column = <T>(value: (item: Item) => T) => items.map(value);
  const text = (value: (item: Item) => string | undefined) => items.map((item) => storable(value(item)));
  return [
    column(({ id }) => id),
    column(({ tenantId }) => tenantId),
    column(({ principalId }) => principalId),
    column(({ keyId }) => keyId ?? null),
    column(({ batchId }) => batchId ?? null),
    text(({ reference }) => reference),
    column(({ kind }) => kind),
    column(({ lane }) => laneNumber(lane)),
    column(({ priority }) => Math.max(-10, Math.min(10, Math.trunc(priority ?? 0)))),
    text(({ language }) => language),
    text(({ version }) => version),
    text(({ profile }) => profile),
    column(({ keepFor }) => keepFor ?? null),
    column(({ requires, pool }) => jsonText(pool === undefined ? requires : [...requires, pool])),
    column(({ source }) => bytea(source)),
    text(({ sourceName }) => sourceName),
    column(({ stdin }) => bytea(stdin)),
    column(({ expectedOutput }) => bytea(expectedOutput)),
    column(({ args }) => jsonText(args)),
    column(({ limits }) => jsonText(limits)),
    column(({ options }) => jsonText(options)),
    column(({ files }) => files.length),
    text(({ idempotency }) => idempotency?.key),
    column(({ idempotency }) => bytea(idempotency?.bodyHash)),
    text(({ webhook }) => webhook?.url),
    text(({ webhook }) => webhook?.secret),
  ];
}

function fileColumns(items: readonly Item[]): unknown[] {
  const files = items.flatMap((item, index) => item.files.map((file, position) => ({ place: index + 1, position, ...file })));
  return [
    files.map(({ place }) => place),
    files.map(({ position }) => position),
    files.map(({ name }) => storableText(name)),
    files.map(({ content }) => (content.kind === 'bytes' ? bytea(content.bytes) : null)),
    files.map(({ content }) => (content.kind === 'blob' ? Buffer.from(content.sha256, 'hex') : null)),
    files.map(({ executable }) => executable ?? false),
  ];
}

function missingBlob(error: unknown, items: readonly Item[]): unknown {
  if (brokenConstraint(error) !== 'submission_files_tenant_id_sha256_fkey') return error;
  const detail = error instanceof Error && 'detail' in error ? String(error.detail) : '';
  const sha256 = /\\x([0-9a-f]{64})/.exec(detail)?.[1] ?? firstBlob(items.flatMap(({ files }) => files));
  return new CupelError('blob_not_found', { sha256 }, { cause: error, field: 'files' });
}

function firstBlob(files: readonly NewFile[]): string {
  return files.flatMap(({ content }) => (content.kind === 'blob' ? [content.sha256] : []))[0] ?? 'unknown';
}

/** pg writes a plain Uint8Array inside an array as a list of numbers; a Buffer as bytes. */
function bytea(bytes: Uint8Array | undefined): Buffer | null {
  return bytes === undefined ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function storable(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}
