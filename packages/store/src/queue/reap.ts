import { performance } from 'node:perf_hooks';
import type { Connection, Statement } from '../database.js';
import { type GivenBack, giveBack, type RetryPolicy } from './fail.js';
import { LEASE_SECONDS } from './policy.js';
import type { Lease, Subscriptions } from './types.js';

/**
 * Expiry is compared in the database, in its own type, with its own clock. An expiry far in the future is one that was
 * written before that clock was set back.
 */
const FIND_EXPIRED: Statement = {
  name: 'find expired',
  text: `
SELECT submission_id, lease_epoch, worker_id, leased_until::text AS until FROM jobs
WHERE state = 'leased' AND (leased_until < now() OR leased_until > now() + 2 * make_interval(secs => $1::int))
ORDER BY leased_until LIMIT 1000`,
};

export interface ReaperOptions {
  readonly subscriptions: Subscriptions;
  readonly policy?: RetryPolicy;
  readonly leaseSeconds?: number;
  /** Milliseconds for which an expired lease must be seen unrenewed: more than a heartbeat's interval. */
  readonly confirmAfter?: number;
}

export interface Reaper {
  /** Gives back the jobs of workers that died. To be called about every second; returns what was given back. */
  sweep(): Promise<GivenBack[]>;
}

/**
 * A lease is taken away only when it has been seen expired, and not renewed, for a time on this process's own
 * monotonic clock. Else every job would change hands when the database's clock is set forward, or when the
 * database was away and its clock went on: the workers live, and renew as soon as they can.
 */
export function createReaper(connection: Connection, options: ReaperOptions): Reaper {
  const confirmAfter = options.confirmAfter ?? 3_000;
  let seen = new Map<string, number>();
  const sweep = async () => {
    const expired = await connection.query<ExpiredRow>(FIND_EXPIRED, [options.leaseSeconds ?? LEASE_SECONDS]);
    const now = performance.now();
    const before = seen;
    seen = new Map(expired.map((row) => [nameOf(row), before.get(nameOf(row)) ?? now]));
    const dead = expired.filter((row) => now - (seen.get(nameOf(row)) ?? now) >= confirmAfter);
    if (dead.length === 0) return [];
    return giveBack(connection, dead.map(failureOf), options.subscriptions, options.policy);
  };
  return { sweep };
}

interface ExpiredRow {
  readonly submission_id: string;
  readonly lease_epoch: number;
  readonly worker_id: string;
  readonly until: string;
}

function nameOf({ submission_id, lease_epoch, until }: ExpiredRow): string {
  return `${submission_id} ${lease_epoch} ${until}`;
}

function failureOf({ submission_id, lease_epoch, worker_id, until }: ExpiredRow) {
  const lease: Lease = { submissionId: submission_id, epoch: lease_epoch, workerId: worker_id };
  const reason = { code: 'worker_silent', message: `the worker ${worker_id} fell silent while it held this job` };
  return { ...lease, until, crashed: true, reason };
}
