/** What each part of the suite found, as figures that two results can be compared by. All pure. */

/**
 * @typedef {import('../check/compare.mjs').Figure} Figure
 * @typedef {{ median: number, p95?: number, noise?: number }} Spread nanoseconds
 */

const MS = 1e6;
const MIB = 1 << 20;
const P95_NOISE = 0.12;

/** @type {Record<string, (found: any) => Figure[]>} one for each part; a part that is not here has none */
const FIGURES = {
  languages: ({ results }) => results.flatMap(ofLanguage),
  sandbox: ({ latency, throughput }) => [...ofLatency('sandbox', latency), ...ofThroughput('sandbox', throughput)],
  warm: ({ results }) =>
    results.flatMap(({ latency, throughput }) => [...ofLatency('warm', latency), ...ofThroughput('warm', throughput)]),
  judge: ({ perTest, batch }) => [
    ...perTest.map(({ language, overBareMs }) => less(`judge, ${language}: over bare`, 'ms', overBareMs)),
    share(more('judge, batch', 'of bare', batch.ofCeiling)),
  ],
  service: ofService,
  crowd: ({ crowd, waiting }) => [
    ...Object.entries(crowd).flatMap(([how, { memory, each }]) => [
      less(`crowd, ${how}: memory`, 'MiB', memory.bytes / MIB),
      ...ofSpread(`crowd, ${how}: greeting`, each),
    ]),
    less('crowd, a waiting box: memory', 'KiB', waiting.bytes / 1024),
  ],
  idle: ({ total }) => [less('idle: memory', 'MiB', total.bytes / MIB), less('idle: CPU', '% of a core', total.cpuPercent, 0.2)],
  growth: ({ concurrent, stored }) => [
    ...concurrent.map(({ clients, p95 }) => less(`growth, ${clients} at once: p95`, 'ms', p95, P95_NOISE)),
    ...stored.map(({ stored: count, p95 }) => less(`growth, ${count} stored: p95`, 'ms', p95, P95_NOISE)),
  ],
  leaderboard: ({ results }) =>
    results.map(({ submissions, idle }) => less(`leaderboard, ${submissions} submissions: read`, 'ms', idle.whole)),
};

/** @param {string} part @param {object} found what it saved @returns {Figure[]} */
export function figuresOf(part, found) {
  return FIGURES[part]?.(found) ?? [];
}

function ofLanguage({ language, program, ...hows }) {
  const { bare } = hows;
  return ['bare', 'cold', 'warm', 'again']
    .filter((how) => hows[how] !== undefined)
    .flatMap((how) => {
      const { median, noise } = hows[how];
      const name = `${language}, ${program}: ${how}`;
      const absolute = ofSpread(name, hows[how]);
      if (how === 'bare') return absolute;
      return [...absolute, share(less(`${name} of bare`, 'of bare', median / bare.median, ofBoth(noise, bare.noise)))];
    });
}

/** Of a ratio. @param {number | undefined} one @param {number | undefined} other */
function ofBoth(one, other) {
  return one === undefined || other === undefined ? undefined : Math.hypot(one, other);
}

/** A 95th percentile is less certain than a median, the more so the fewer runs there were. @param {string} name @param {Spread} spread */
function ofSpread(name, { median, p95, noise }) {
  const found = [less(`${name}, median`, 'ms', median / MS, noise)];
  return p95 === undefined ? found : [...found, less(`${name}, p95`, 'ms', p95 / MS, Math.max(P95_NOISE, 3 * (noise ?? 0)))];
}

function ofLatency(part, rows) {
  return rows.flatMap((row) => {
    const bare = rows.find(({ program, contender }) => contender === 'bare' && program === row.program);
    const name = `${part}, ${row.program}: ${row.contender}`;
    if (bare === undefined || bare === row) return ofSpread(name, row);
    const noise = ofBoth(row.noise, bare.noise);
    return [...ofSpread(name, row), share(less(`${name} of bare`, 'of bare', row.median / bare.median, noise))];
  });
}

function ofThroughput(part, rows) {
  return rows.map(({ program, contender, atOnce, perSecond }) =>
    more(`${part}, ${program}: ${contender}, ${atOnce} at once`, 'per second', perSecond),
  );
}

function ofService({ results, burst, cost, stalls = {}, bare }) {
  const { 'launcher and programs': runs, ...outside } = cost.cpuMs;
  return [
    ...results.flatMap(ofClients),
    more('service, bare loop: rate of a core', 'per second', bare.perSecondPerCore),
    share(less('service, submitted at once: time of bare', 'of bare', burst.ofBareTime)),
    less('service, submitted at once: p95', 'ms', burst.p95, P95_NOISE),
    less(`service, submitted at once: cores for a p95 of ${burst.soonMs} ms`, 'cores', burst.coresForSoon, P95_NOISE),
    share(less('service, submitted at once: lost', 'submissions', burst.submitted - (burst.verdicts.AC ?? 0), 0)),
    less('service: transactions for a submission', 'transactions', cost.transactions, 0.02),
    less('service: CPU time of a submission in the launcher and programs', 'ms', runs),
    ...Object.entries(outside).map(([part, ms]) => less(`service: CPU time of a submission in ${part}`, 'ms', ms)),
    // A turn that is held up is chance as much as work: only another order of magnitude is news.
    ...Object.entries(stalls).flatMap(([what, turns]) =>
      Object.entries(turns).map(([part, ms]) => less(`service, ${what}: longest turn of ${part}`, 'ms', ms, 1)),
    ),
  ];
}

function ofClients({ language, clients, perSecond, perSecondPerCore, p95, ofBare }) {
  const name = `service, ${language}, ${clients} clients`;
  return [
    more(`${name}: rate`, 'per second', perSecond),
    more(`${name}: rate of a core`, 'per second', perSecondPerCore),
    less(`${name}: p95`, 'ms', p95, P95_NOISE),
    share(more(`${name}: rate of bare`, 'of bare', ofBare)),
  ];
}

/** @param {string} name @param {string} unit @param {number} value @param {number} [noise] @returns {Figure} */
function less(name, unit, value, noise) {
  return { name, unit, better: 'less', value, ...(noise !== undefined && { noise }) };
}

/** @param {string} name @param {string} unit @param {number} value @param {number} [noise] @returns {Figure} */
function more(name, unit, value, noise) {
  return { ...less(name, unit, value, noise), better: 'more' };
}

/** @param {Figure} figure @returns {Figure} */
function share(figure) {
  return { ...figure, ratio: true };
}
