import { performance } from 'node:perf_hooks';
import type { AttemptResult, ClaimedDelivery } from '@cupel/store';
import { BlockedTargetError, type OutgoingOptions, post } from './client.js';
import { signedHeaders } from './signature.js';

export type AttemptOptions = Pick<OutgoingOptions, 'allowLocalhost' | 'resolve' | 'ca'> & { readonly timeout?: number };

const TIMEOUT_MS = 10_000;
const AGAIN: ReadonlySet<number> = new Set([408, 429]);

/** Sends a delivery once and says what came of it. Never rejects: a receiver's faults are facts. */
export async function attempt(delivery: ClaimedDelivery, options: AttemptOptions): Promise<AttemptResult> {
  const { id, url, secret, body, event } = delivery;
  const began = performance.now();
  const duration = () => Math.round((performance.now() - began) * 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Cupel',
    'cupel-event': event,
    ...signedHeaders(id, body, secret, new Date()),
  };
  try {
    const { status, retryAfter } = await post({ ...options, url, headers, body, timeout: options.timeout ?? TIMEOUT_MS });
    const outcome = outcomeOf(status);
    return { status, outcome, duration: duration(), ...(outcome === 'again' && retryAfter !== undefined && { retryAfter }) };
  } catch (error) {
    const outcome = error instanceof BlockedTargetError ? 'refused' : 'again';
    return { error: error instanceof Error ? error.message : String(error), outcome, duration: duration() };
  }
}

/** Redirects are answers like any other that is no success: whoever moved tells us the new address. */
function outcomeOf(status: number): AttemptResult['outcome'] {
  if (status >= 200 && status < 300) return 'delivered';
  return status >= 500 || AGAIN.has(status) ? 'again' : 'refused';
}
