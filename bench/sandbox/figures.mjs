/** What is said about a set of times. All pure. */

const FEWEST = 5;

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
 * By how much the median itself may be off by chance: the standard error of a median, of it. Quartiles, so that one slow run in
 * a hundred does not decide. Undefined of a few values, which say nothing of chance.
 * @param {readonly number[]} values @returns {number | undefined}
 */
function noiseOf(values) {
  if (values.length < FEWEST) return undefined;
  const width = quantile(values, 0.75) - quantile(values, 0.25);
  return (0.93 * width) / Math.sqrt(values.length) / median(values);
}

/**
 * @typedef {{ runs: number, median: number, p95: number, p99: number, least: number, noise: number | undefined }} Spread nanoseconds; noise as a share
 * @param {readonly number[]} values nanoseconds
 * @returns {Spread}
 */
export function spread(values) {
  const [p95, p99, least] = [0.95, 0.99, 0].map((share) => quantile(values, share));
  return { runs: values.length, median: median(values), p95, p99, least, noise: noiseOf(values) };
}
