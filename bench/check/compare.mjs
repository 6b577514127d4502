/** Two result files of the suite beside each other. All pure. */

/**
 * @typedef {{ name: string, unit: string, better: 'less' | 'more', value: number, ratio?: boolean, noise?: number }} Figure `noise`: by how
 *   much chance alone moves it, as a share; `ratio`: it is a share of something measured beside it, so it means the same on any machine
 * @typedef {{ machine: Record<string, string | number>, quick?: boolean, figures: readonly Figure[] }} SuiteResult
 * @typedef {{ name: string, unit: string, before: number, after: number, worse: number, allowed: number }} Change `worse`: 0.2 is a fifth
 * @typedef {{ sameMachine: boolean, regressions: Change[], gains: Change[], steady: number, gone: string[], skipped: number }} Comparison
 */

/** Nobody feels less, and much of it is the machine's mood. */
const LEAST = 0.1;
/** Where a figure was measured once: as much as such figures were seen to differ when nothing had changed. */
const UNKNOWN_NOISE = 0.08;
/** Three standard errors of either side, added: of a hundred figures none is named by chance. */
const ERRORS = 3;

/**
 * What became worse, or better, by more than chance explains. On different machines only ratios are compared.
 * @param {SuiteResult} before @param {SuiteResult} after @returns {Comparison}
 */
export function compareResults(before, after) {
  const sameMachine = ['cpu', 'cores', 'kernel'].every((key) => before.machine[key] === after.machine[key]);
  const later = new Map(after.figures.map((figure) => [figure.name, figure]));
  const comparable = before.figures.filter(({ ratio }) => sameMachine || ratio === true);
  const pairs = comparable.flatMap((one) => {
    const other = later.get(one.name);
    return other === undefined ? [] : [changeOf(one, other)];
  });
  const regressions = pairs.filter(({ worse, allowed }) => worse > allowed).sort((one, other) => other.worse - one.worse);
  const gains = pairs.filter(({ worse, allowed }) => worse < -allowed / (1 + allowed));
  return {
    sameMachine,
    regressions,
    gains,
    steady: pairs.length - regressions.length - gains.length,
    gone: before.figures.filter(({ name }) => !later.has(name)).map(({ name }) => name),
    skipped: before.figures.length - comparable.length,
  };
}

/** Slower by a half and half as many a second are the same thing. @param {Figure} before @param {Figure} after @returns {Change} */
function changeOf(before, after) {
  const [from, to] = before.better === 'less' ? [before.value, after.value] : [after.value, before.value];
  const worse = from === to ? 0 : from === 0 ? Number.POSITIVE_INFINITY : to / from - 1;
  const allowed = Math.max(LEAST, ERRORS * Math.hypot(before.noise ?? UNKNOWN_NOISE, after.noise ?? UNKNOWN_NOISE));
  return { name: before.name, unit: before.unit, before: before.value, after: after.value, worse, allowed };
}

/** @param {Comparison} comparison @returns {string[]} lines for a person */
export function linesOf({ sameMachine, regressions, gains, steady, gone, skipped }) {
  return [
    ...(sameMachine ? [] : [`Two different machines: only ratios are compared, ${skipped} other figures are not.`]),
    ...regressions.map((change) => `WORSE   ${describe(change)}`),
    ...gains.map((change) => `better  ${describe(change)}`),
    ...gone.map((name) => `GONE    ${name}: measured before, and not after`),
    `${regressions.length} worse, ${gains.length} better, ${steady} as before, ${gone.length} gone`,
  ];
}

/** @param {Change} change */
function describe({ name, unit, before, after, worse, allowed }) {
  const percent = (/** @type {number} */ share) => `${Math.abs(share * 100).toFixed(0)} %`;
  const by = `${percent(worse)} ${worse > 0 ? 'worse' : 'better'}, chance explains ${percent(allowed)}`;
  return `${name}: ${round(before)} -> ${round(after)} ${unit} (${by})`;
}

/** @param {number} value */
function round(value) {
  return Number(value.toPrecision(3));
}
