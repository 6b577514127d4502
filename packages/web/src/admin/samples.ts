/** One line of Prometheus' text: a name, its labels as they stand, a number. */
export interface Metric {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

/** What the charts show of one moment. */
export interface Moment {
  /** Unix seconds. */
  readonly at: number;
  readonly waiting: number;
  readonly running: number;
  /** Verdicts per second since the moment before. */
  readonly rate: number | null;
  /** Seconds from submission to verdict, of those that ended since the moment before. */
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Counters since the service began, of which moments are the differences. */
export interface Counters {
  readonly at: number;
  readonly verdicts: number;
  /** Of the turnaround: how many ended within each bound, in the order of bounds. */
  readonly buckets: ReadonlyMap<number, number>;
}

export function countersOf(metrics: readonly Metric[], at: number): Counters {
  const buckets = new Map<number, number>();
  let verdicts = 0;
  for (const { name, labels, value } of metrics) {
    if (name === 'verdicts_total') verdicts += value;
    if (name !== 'submission_turnaround_seconds_bucket') continue;
    const bound = /le="([^"]+)"/.exec(labels)?.[1] ?? '';
    const upTo = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
    buckets.set(upTo, (buckets.get(upTo) ?? 0) + value);
  }
  return { at, verdicts, buckets: new Map([...buckets].sort(([a], [b]) => a - b)) };
}

export function momentOf(
  { queued, running }: { readonly queued: number; readonly running: number },
  before: Counters | undefined,
  now: Counters,
): Moment {
  const passed = before === undefined ? 0 : now.at - before.at;
  // After a restart counters begin again: then there is nothing to tell for one moment.
  const ended = before === undefined ? 0 : now.verdicts - before.verdicts;
  const rate = passed > 0 && ended >= 0 ? ended / passed : null;
  const quantile = (share: number) => (before === undefined ? null : quantileOf(before.buckets, now.buckets, share));
  return { at: now.at, waiting: queued, running, rate, p50: quantile(0.5), p95: quantile(0.95) };
}

/** The bound below which that share of those lie that came between the two; null where none came. */
export function quantileOf(before: ReadonlyMap<number, number>, now: ReadonlyMap<number, number>, share: number): number | null {
  const counts = [...now].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const);
  const total = counts.at(-1)?.[1] ?? 0;
  if (total <= 0) return null;
  let below = 0;
  let lower = 0;
  for (const [bound, count] of counts) {
    if (count >= share * total) {
      if (!Number.isFinite(bound)) return lower;
      const within = count - below;
      return within === 0 ? bound : lower + ((share * total - below) / within) * (bound - lower);
    }
    [below, lower] = [count, bound];
  }
  return lower;
}
