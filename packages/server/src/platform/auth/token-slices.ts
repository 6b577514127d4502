import { type Bucket, type BucketState, type Connection, takeTokens } from '@cupel/store';

interface Slice {
  left: number;
  /** Until when these tokens are good; what is left then is lost to the caller, never gained. */
  readonly until: number;
  readonly state: BucketState;
}

export interface Reading {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly reset: number;
  readonly retryAfter: number;
}

const GOOD_FOR = 1_000;

/**
 * Buckets in the database, shared by all API processes, without asking it for each request: of a large bucket a
 * hundredth is taken at a time. A small one is asked each time and so is exact.
 */
export function createTokenSlices(connection: Connection) {
  const slices = new Map<string, Slice>();
  const asking = new Map<string, Promise<void>>();

  const ask = async (bucket: Bucket) => {
    const cost = Math.max(1, Math.floor(bucket.capacity / 100));
    const [state] = await takeTokens(connection, [{ ...bucket, cost }]);
    if (state?.allowed || cost === 1) return keep(bucket, state, cost);
    const [single] = await takeTokens(connection, [bucket]);
    keep(bucket, single, 1);
  };
  const keep = (bucket: Bucket, state: BucketState | undefined, cost: number) => {
    if (state) slices.set(bucket.name, { left: state.allowed ? cost : 0, until: performance.now() + GOOD_FOR, state });
  };
  const read = (bucket: Bucket): Reading | undefined => {
    const slice = slices.get(bucket.name);
    if (slice === undefined || slice.left === 0 || slice.until < performance.now()) return undefined;
    slice.left -= 1;
    return { allowed: true, remaining: slice.state.remaining + slice.left, reset: slice.state.reset, retryAfter: 0 };
  };
  const take = async (bucket: Bucket): Promise<Reading> => {
    for (;;) {
      const reading = read(bucket);
      if (reading) return reading;
      const running = asking.get(bucket.name);
      if (running) {
        await running;
        const refused = slices.get(bucket.name);
        if (refused && !refused.state.allowed && refused.until > performance.now()) return refused.state;
        continue;
      }
      const fresh = ask(bucket).finally(() => asking.delete(bucket.name));
      asking.set(bucket.name, fresh);
      await fresh;
      const slice = slices.get(bucket.name);
      if (slice && !slice.state.allowed) return slice.state;
    }
  };
  const sweep = setInterval(() => {
    for (const [name, { until }] of slices) if (until < performance.now()) slices.delete(name);
  }, 10_000);
  sweep.unref();
  return { take, close: () => clearInterval(sweep) };
}
