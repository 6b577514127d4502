/** Seconds for which a job is leased; a worker renews it every `HEARTBEAT_SECONDS`. */
export const LEASE_SECONDS = 8;
export const HEARTBEAT_SECONDS = 2;

/** Jobs of a lane that have waited this long compete with those of the lane above. */
export const AGING_SECONDS = 60;

/** Tries before a job on which we keep failing becomes a dead letter. */
export const MAX_ATTEMPTS = 5;
/** Deaths of a worker or launcher before a job is quarantined, and from which on it is run alone. */
export const MAX_CRASHES = 3;
export const SUSPECT_FROM = 2;

/** Seconds before the next try: doubled each time up to the most, and spread by half to one and a half. */
export const BACKOFF = { first: 1, firstAfterCrash: 0.25, most: 300 } as const;

export const IDEMPOTENCY_HOURS = 24;
/** Submissions that wait at most, all lanes together. */
export const QUEUE_CAPACITY = 10_000;
