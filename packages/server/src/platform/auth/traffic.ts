import { CupelError } from '@cupel/domain';
import type { Connection } from '@cupel/store';
import type { FastifyReply } from 'fastify';
import { RetryLater } from '../http/failure.js';
import type { Log } from '../log/log.js';
import type { Config } from '../settings/schema.js';
import { addressBucket, isLoopback } from './addresses.js';
import { createFloodWatch } from './floods.js';
import type { Principal } from './principal.js';
import { createTokenSlices, type Reading } from './token-slices.js';

const MINUTE = 60;

export interface Traffic {
  /** Throws `rate_limited`. */
  countAddress(address: string, reply: FastifyReply): Promise<void>;
  countKey(principal: Principal, reply: FastifyReply): Promise<void>;
  close(): void;
}

/** How often an address and a key may ask. Requests without a key come from this machine, and are not counted. */
export function createTraffic(connection: Connection, config: Config, log: Log): Traffic {
  const slices = createTokenSlices(connection);
  const noteRefusal = createFloodWatch(connection, config, log);
  const count = async (name: string, perMinute: number, reply: FastifyReply) => {
    if (perMinute <= 0) return;
    const reading = await slices.take({ name, capacity: perMinute, seconds: MINUTE }).catch((error: unknown) => {
      // Without the database nothing can be counted; what needs it will say so itself, and the health page must not.
      if (!(error instanceof CupelError)) throw error;
      log.warn({ code: error.code }, 'requests go uncounted');
      return undefined;
    });
    if (reading === undefined) return;
    tell(reply, perMinute, reading);
    if (!reading.allowed) throw new RetryLater('rate_limited', { retryAfter: Math.ceil(reading.retryAfter) }, reading.retryAfter);
  };
  return {
    countAddress: async (address, reply) => {
      if (!isLoopback(address)) await count(`address:${addressBucket(address)}`, config.addressRateLimit, reply);
    },
    countKey: async (principal, reply) => {
      const { keyId, requestsPerMinute } = principal;
      if (keyId === undefined) return;
      try {
        await count(`key:${keyId}`, requestsPerMinute ?? config.rateLimit, reply);
      } catch (error) {
        noteRefusal(principal);
        throw error;
      }
    },
    close: slices.close,
  };
}

function tell(reply: FastifyReply, perMinute: number, { remaining, reset }: Reading): void {
  reply.headers({
    'ratelimit-policy': `${perMinute};w=${MINUTE}`,
    'ratelimit-limit': String(perMinute),
    'ratelimit-remaining': String(Math.max(0, remaining)),
    'ratelimit-reset': String(Math.ceil(reset)),
  });
}
