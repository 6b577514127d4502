import type { Connection, Statement } from '../database.js';
import { storableText } from '../json.js';

/** A bucket of `capacity` tokens that fills up again within `seconds`. */
export interface Bucket {
  /** Whom it limits, as in `key:<id>` or `address:<ip>`. */
  readonly name: string;
  readonly capacity: number;
  readonly seconds: number;
  /** Tokens that this request costs; 1 unless given. */
  readonly cost?: number;
}

export interface BucketState {
  readonly name: string;
  readonly allowed: boolean;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Seconds until the bucket is full. */
  readonly reset: number;
  /** Seconds until there is enough for the same request; 0 where it was allowed. */
  readonly retryAfter: number;
}

/**
 * Buckets are taken in the order of their names, so that two requests never wait for each other crosswise. The clock is
 * the database's; should it be set back, nothing is filled until it has caught up, and nothing is taken away.
 */
const TAKE: Statement = {
  name: 'take tokens',
  text: `
WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::float8[], $3::float8[], $4::float8[]) AS asked (name, capacity, per_second, cost) ORDER BY name
)
INSERT INTO rate_buckets AS bucket (name, tokens, granted, filled_at)
SELECT name, capacity - CASE WHEN cost <= capacity THEN cost ELSE 0 END, cost <= capacity, clock_timestamp() FROM asked
ON CONFLICT (name) DO UPDATE SET (tokens, granted, filled_at) = (
  SELECT level.filled - CASE WHEN level.filled >= asked.cost THEN asked.cost ELSE 0 END, level.filled >= asked.cost,
    greatest(bucket.filled_at, excluded.filled_at)
  FROM asked, LATERAL (SELECT least(asked.capacity, bucket.tokens + asked.per_second
    * greatest(0, extract(epoch FROM excluded.filled_at - bucket.filled_at)::float8)) AS filled) level
  WHERE asked.name = bucket.name)
RETURNING name, tokens, granted`,
};

/** Takes tokens from buckets, shared by all processes of the service. The states come in the order of the buckets. */
export async function takeTokens(connection: Connection, buckets: readonly Bucket[]): Promise<BucketState[]> {
  const rows = await connection.query<{ name: string; tokens: number; granted: boolean }>(TAKE, [
    buckets.map(({ name }) => storableText(name)),
    buckets.map(({ capacity }) => capacity),
    buckets.map(({ capacity, seconds }) => capacity / seconds),
    buckets.map(({ cost }) => cost ?? 1),
  ]);
  const states = new Map(rows.map((row) => [row.name, row]));
  return buckets.map((bucket) => stateOf(bucket, states.get(storableText(bucket.name))));
}

function stateOf(bucket: Bucket, row: { readonly tokens: number; readonly granted: boolean } | undefined): BucketState {
  const { name, capacity, seconds, cost = 1 } = bucket;
  const tokens = row?.tokens ?? 0;
  const allowed = row?.granted ?? false;
  const secondsFor = (wanted: number) => Math.max(0, ((wanted - tokens) * seconds) / capacity);
  return {
    name,
    allowed,
    remaining: Math.floor(tokens),
    reset: secondsFor(capacity),
    retryAfter: allowed ? 0 : secondsFor(cost),
  };
}
