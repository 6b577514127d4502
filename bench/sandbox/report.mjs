/**
 * @typedef {import('./measure.mjs').Latency} Latency
 * @typedef {import('./measure.mjs').Throughput} Throughput
 * @typedef {{ latency: Latency[], throughput: Throughput[] }} Results
 * @typedef {{ what: string, most: number, found: number, met: boolean }} Expectation
 */

/** What the full cycle of `true` may cost. */
const MOST_OF_BARE = 5;
const MOST_OF_BWRAP = 0.7;

/** @param {Results} results @param {readonly string[]} contenders names, in the order of the columns */
export function tables({ latency, throughput }, contenders) {
  const programs = [...new Set(latency.map((row) => row.program))];
  return programs.flatMap((program) => [
    program,
    ...table(latencyRows(latency.filter((row) => row.program === program))),
    '',
    `${program}: runs per second`,
    ...table(
      throughputRows(
        throughput.filter((row) => row.program === program),
        contenders,
      ),
    ),
    '',
  ]);
}

/** @param {readonly Latency[]} rows */
function latencyRows(rows) {
  const of = (/** @type {string} */ name) => rows.find((row) => row.contender === name)?.median;
  const times = (/** @type {number} */ value, /** @type {number | undefined} */ base) =>
    base === undefined ? '' : `${(value / base).toFixed(2)} x`;
  const head = ['', 'median ms', 'p99 ms', 'least ms', 'of bare', 'of bwrap', 'runs'];
  const body = rows.map((row) => [
    row.contender,
    ...[row.median, row.p99, row.least].map((value) => (value / 1e6).toFixed(2)),
    times(row.median, of('bare')),
    times(row.median, of('bwrap')),
    `${row.runs}`,
  ]);
  return [head, ...body];
}

/** @param {readonly Throughput[]} rows @param {readonly string[]} contenders */
function throughputRows(rows, contenders) {
  const levels = [...new Set(rows.map((row) => row.atOnce))];
  const cell = (/** @type {string} */ contender, /** @type {number} */ atOnce) =>
    rows.find((row) => row.contender === contender && row.atOnce === atOnce)?.perSecond.toFixed(0) ?? '';
  return [
    ['at once', ...levels.map(String)],
    ...contenders.map((contender) => [contender, ...levels.map((level) => cell(contender, level))]),
  ];
}

/** @param {readonly string[][]} rows the first column to the left, the others to the right */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  );
}

/** What was promised of the launcher, and what was found; nothing where it or its base was not measured. @param {readonly Latency[]} latency @returns {Expectation[]} */
export function expectations(latency) {
  const of = (/** @type {string} */ name) => latency.find((row) => row.program === 'true' && row.contender === name)?.median;
  const compare = (/** @type {string} */ base, /** @type {number} */ most) => {
    const [ours, theirs] = [of('cupel'), of(base)];
    if (ours === undefined || theirs === undefined) return [];
    const found = ours / theirs;
    return [{ what: `the full cycle of true, of ${base}`, most, found, met: found <= most }];
  };
  return [...compare('bare', MOST_OF_BARE), ...compare('bwrap', MOST_OF_BWRAP)];
}
