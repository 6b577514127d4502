import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttemptResult,
  type ClaimedDelivery,
  claimDeliveries,
  consumeOutbox,
  type Database,
  finishAttempt,
  type Listener,
} from '@cupel/store';
import { startLoop } from '../platform/background/loop.js';
import { wakeByOutbox } from '../platform/background/outbox.js';
import { CONSUMERS } from '../platform/jobs/subscriptions.js';
import type { Log } from '../platform/log/log.js';
import type { Config } from '../platform/settings/schema.js';
import { announceEnds } from './announce-ends.js';
import { type AttemptOptions, attempt } from './attempt.js';

export interface DeliveryOptions {
  readonly config: Pick<Config, 'allowLocalhostWebhooks'>;
  readonly database: Database;
  readonly listener: Listener;
  readonly log: Log;
  /** For tests: another resolver, another authority, less patience. */
  readonly client?: Partial<AttemptOptions>;
  /** Seconds before the second attempt; doubled each time. */
  readonly firstBackoff?: number;
}

export interface DeliveryService {
  /** Lets the attempts under way end. */
  stop(): Promise<void>;
}

/** Attempts at once: what a slow receiver takes is memory, nothing else. */
const MOST_AT_ONCE = 64;
/** Of which one receiver gets so many: one that never answers must not hold up what others are to be told. */
const MOST_PER_RECEIVER = 8;
const LOOK_EVERY = 1_000;
/** Ends that come close together are taken together. */
const GATHER_MS = 50;
/** Longer than an attempt can last. */
const LEASE_SECONDS = 60;

/**
 * Sends webhooks, beside the queue of submissions and never in its way: ends become deliveries, deliveries that are due are
 * attempted. Several processes share the work; one that dies leaves its attempts to the others.
 */
export function startDelivery(options: DeliveryOptions): DeliveryService {
  const { database, listener, log } = options;
  const attempts = new Set<Promise<void>>();
  const busy = new Map<string, number>();
  const ends = startLoop('webhooks', log, LOOK_EVERY, () => consumeOutbox(database, CONSUMERS.webhooks, announceEnds), GATHER_MS);
  const begin = (delivery: ClaimedDelivery) => {
    const { receiver } = delivery;
    busy.set(receiver, (busy.get(receiver) ?? 0) + 1);
    const tried = deliver(delivery, options).finally(() => {
      const others = (busy.get(receiver) ?? 1) - 1;
      if (others > 0) busy.set(receiver, others);
      else busy.delete(receiver);
      attempts.delete(tried);
      // What is due may have been left because there was no room for it.
      if (attempts.size === MOST_AT_ONCE - 1 || others === MOST_PER_RECEIVER - 1) due.wake();
    });
    attempts.add(tried);
  };
  const due = startLoop('deliveries', log, LOOK_EVERY, async () => {
    const limit = MOST_AT_ONCE - attempts.size;
    if (limit <= 0) return 0;
    const room = { limit, perReceiver: MOST_PER_RECEIVER, busy, leaseSeconds: LEASE_SECONDS };
    const claimed = await claimDeliveries(database, room);
    for (const delivery of claimed) begin(delivery);
    return claimed.length;
  });
  const deafen = wakeByOutbox(listener, CONSUMERS.webhooks, ends);
  listener.on('cupel_delivery', due.wake);
  return {
    stop: async () => {
      deafen();
      listener.off('cupel_delivery', due.wake);
      await Promise.all([ends.stop(), due.stop()]);
      await Promise.race([Promise.all(attempts), sleep(2_000, undefined, { ref: false })]);
    },
  };
}

async function deliver(
  delivery: ClaimedDelivery,
  { config, database, log, client, firstBackoff }: DeliveryOptions,
): Promise<void> {
  const result = await attempt(delivery, { allowLocalhost: config.allowLocalhostWebhooks, ...client });
  try {
    const next = await finishAttempt(database, delivery, result, firstBackoff);
    if (next?.state === 'dead') log.warn(facts(delivery, result), 'webhook given up');
  } catch (error) {
    // It is sent again when its lease runs out, under the same id.
    log.warn(
      { ...facts(delivery, result), problem: error instanceof Error ? error.message : String(error) },
      'attempt not noted',
    );
  }
}

function facts({ id, attempt: number }: ClaimedDelivery, { status, error }: AttemptResult) {
  return { delivery: id, attempt: number, status, reason: error };
}
