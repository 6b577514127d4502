/** The suite's one result: what each part saved, and what follows from it. */
import { readFileSync } from 'node:fs';
import { figuresOf } from './figures.mjs';
import { today } from './save.mjs';

/**
 * @typedef {{ part: string, what: string, bound: string, found: number, met: boolean }} Expectation
 * @typedef {{ date: string, quick?: boolean, machine: Record<string, string | number>, node: string, failed: readonly string[],
 *   figures: readonly import('../check/compare.mjs').Figure[], expectations: readonly Expectation[], parts: Record<string, any> }} Result
 */

/** @param {Record<string, string | number>} machine @param {boolean} quick @returns {Result} */
export function emptyResult(machine, quick) {
  const head = { date: today(), ...(quick && { quick }), machine, node: process.version };
  return { ...head, failed: [], figures: [], expectations: [], parts: {} };
}

/** One that parts are to be added to. Throws where it comes from another machine, or was as thorough as no other part would be. */
export function readResult(path, machine, quick) {
  const before = JSON.parse(readFileSync(path, 'utf8'));
  if (before.parts === undefined) throw new Error(`${path} is no result of the suite`);
  if (['cpu', 'cores', 'kernel'].some((key) => before.machine[key] !== machine[key]))
    throw new Error(`${path} comes from another machine`);
  if ((before.quick === true) !== quick) throw new Error(`${path} was measured ${before.quick ? 'in a hurry' : 'in full'}`);
  return before;
}

/** @param {Result} result @param {string} part @param {any} found @returns {Result} */
export function withPart(result, part, found) {
  return derived({ ...result, failed: without(result.failed, part), parts: { ...result.parts, [part]: found } });
}

/** What was measured of it before is none of this result's. @param {Result} result @param {string} part @returns {Result} */
export function withFailed(result, part) {
  const { [part]: _, ...parts } = result.parts;
  return derived({ ...result, failed: [...without(result.failed, part), part], parts });
}

/** @param {Result} result @returns {Result} */
function derived(result) {
  const parts = Object.entries(result.parts);
  const expectations = parts.flatMap(([part, { expectations: some = [] }]) => some.map((one) => expectationOf(part, one)));
  return { ...result, figures: parts.flatMap(([part, found]) => figuresOf(part, found)), expectations };
}

function expectationOf(part, { what, bound, most, found, met }) {
  return { part, what, bound: bound ?? `at most ${most}`, found, met };
}

/** @param {readonly string[]} list @param {string} one */
function without(list, one) {
  return list.filter((other) => other !== one);
}
