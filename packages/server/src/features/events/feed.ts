import { type EventPosition, findQueuePosition, getSubmission, listEvents, type SubmissionEvent } from '@cupel/store';
import { Bell } from '../../platform/background/bell.js';
import type { LiveEvent } from '../../platform/live/protocol.js';
import type { Services } from '../../platform/services.js';
import { LiveBuffer } from './live-buffer.js';

/** What a reader is given. Without a position it is of the moment, and no reader resumes from it. */
export interface FeedEvent {
  readonly position?: EventPosition;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly bytes?: Uint8Array;
}

const FINAL = new Set(['done', 'cancelled', 'failed']);
/** Milliseconds between looks while nobody wakes us: a place in the queue changes, and a wake-up may be missed. */
const LOOK_EVERY = 2_000;
/** Each may hold a piece of output. */
const READ_AT_ONCE = 50;

/**
 * The events of a submission after a position, in their order, each once, until the last one. Those kept in the database
 * and those that a worker sends are one sequence: the worker numbers both, and what a reader has passed is dropped. What
 * went by on the live channel alone is kept with the end, so the replay has it as well.
 */
export async function* feed(
  services: Services,
  tenantId: string,
  id: string,
  after: EventPosition | undefined,
  signal: AbortSignal,
): AsyncGenerator<FeedEvent> {
  const bell = new Bell(signal);
  const live = new LiveBuffer();
  const stop = listenTo(services, id, bell, (event) => {
    // The end counts once it is written: whoever hears of it asks for the result at once.
    if (event.kind !== 'done') live.push(event);
    bell.ring();
  });
  let last = after ?? { epoch: -1, seq: 0 };
  let lastKind = '';
  const isNew = (position: EventPosition) =>
    position.epoch > last.epoch || (position.epoch === last.epoch && position.seq > last.seq);
  try {
    while (!signal.aborted) {
      const stored = await kept(services, tenantId, id, last);
      for (const event of [...live.takeAll().map(fromLive), ...stored].sort(byPosition)) {
        if (!isNew(event.position)) continue;
        if (lastKind !== 'requeued' && beginsAnew(event, last)) yield { kind: 'requeued', data: {} };
        last = event.position;
        lastKind = event.kind;
        yield event.kind === 'queued' ? { ...event, data: { ...event.data, ...(await placeOf(services, tenantId, id)) } } : event;
        if (FINAL.has(event.kind)) return;
      }
      if (stored.length > 0) continue;
      const ending = await endingOf(services, tenantId, id, last);
      if (ending !== undefined && live.isEmpty) {
        yield ending.event;
        if (ending.final) return;
      }
      if (live.isEmpty) await bell.wait(LOOK_EVERY);
    }
  } finally {
    stop();
  }
}

type Placed = FeedEvent & { readonly position: EventPosition };

/**
 * A reader may be past the word of it: what the worker that died had told him was never kept. An end has a number of its own,
 * after what the last try had to say, and begins nothing.
 */
function beginsAnew({ kind, position }: Placed, last: EventPosition): boolean {
  return last.epoch > 0 && position.epoch > last.epoch && kind !== 'requeued' && !FINAL.has(kind);
}

function byPosition(one: Placed, other: Placed): number {
  return one.position.epoch - other.position.epoch || one.position.seq - other.position.seq;
}

function fromLive({ epoch, seq, kind, data, bytes }: LiveEvent): Placed {
  return { position: { epoch, seq }, kind, data, ...(bytes !== undefined && { bytes: Buffer.from(bytes, 'base64') }) };
}

async function kept({ database }: Services, tenantId: string, id: string, last: EventPosition): Promise<Placed[]> {
  const events = await listEvents(database, tenantId, id, last, READ_AT_ONCE);
  return events.map(({ epoch, seq, kind, data, bytes }: SubmissionEvent) => ({
    position: { epoch, seq },
    kind,
    data,
    ...(bytes && { bytes }),
  }));
}

/** While it waits, its place in the queue; and the end, where whoever ended it wrote no event of its own. */
async function endingOf(services: Services, tenantId: string, id: string, last: EventPosition) {
  const { database } = services;
  const { state, verdict, cause, because } = await getSubmission(database, tenantId, id);
  if (state === 'running') return undefined;
  if (state === 'queued') {
    const data = await placeOf(services, tenantId, id);
    return data && { final: false, event: { kind: 'position', data } };
  }
  const remaining = await listEvents(database, tenantId, id, last, 1);
  const kind = state === 'completed' ? 'done' : state;
  return remaining.length > 0 ? undefined : { final: true, event: { kind, data: { verdict, cause, because } } };
}

/** How many are before it, itself counted, and seconds until its turn where the pace is known; nothing once it has started. */
async function placeOf({ database }: Services, tenantId: string, id: string) {
  const place = await findQueuePosition(database, tenantId, id);
  return place && { position: place.ahead + 1, estimate: place.estimate ?? null };
}

function listenTo({ listener, live }: Services, id: string, bell: Bell, onEvent: (event: LiveEvent) => void): () => void {
  const ring = (woken: string) => {
    if (woken === id) bell.ring();
  };
  const ringAnyway = () => bell.ring();
  const channels = ['cupel_event', 'cupel_done', 'cupel_cancel'] as const;
  for (const channel of channels) listener.on(channel, ring);
  listener.on('resync', ringAnyway);
  const unwatch = live.watch(id, onEvent);
  return () => {
    for (const channel of channels) listener.off(channel, ring);
    listener.off('resync', ringAnyway);
    unwatch();
  };
}
