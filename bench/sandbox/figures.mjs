/** What is said about a set of times. All pure. */

/**
 * The value below which `share` of the values lie; the nearest of those that were measured, never one in between.
 * @param {readonly number[]} values at least one
 * @param {number} share from 0 to 1
 */
function quantile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** @param {readonly number[]} values */
function median(values) {
  return quantile(values, 0.5);
}

/**
 * @typedef {{ runs: number, median: number, p99: number, least: number }} Spread nanoseconds
 * @param {readonly number[]} values nanoseconds
 * @returns {Spread}
 */
export function spread(values) {
  return { runs: values.length, median: median(values), p99: quantile(values, 0.99), least: quantile(values, 0) };
}
