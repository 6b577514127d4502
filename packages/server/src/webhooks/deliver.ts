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
  const ends = startLoop('webhooks', log, LOOK_EVERY, () => consumeOutbox(database, CONSUMERS.webhooks, announceEnds), GATHER_MS);
  const due = startLoop('deliveries', log, LOOK_EVERY, async () => {
    const free = MOST_AT_ONCE - attempts.size;
    if (free <= 0) return 0;
    const claimed = await claimDeliveries(database, free, LEASE_SECONDS);
    for (const delivery of claimed) {
      const tried = deliver(delivery, options).finally(() => {
        attempts.delete(tried);
        if (attempts.size === MOST_AT_ONCE - 1) due.wake();
      });
      attempts.add(tried);
    }
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
