import type { Expression, Test, Variable } from './grammar.js';
import type { Reader } from './reader.js';
import { numberOf } from './values.js';

/** By how tightly they bind, the loosest first. */
const LEVELS = [
  ['+', '-'],
  ['*', '/', '%'],
] as const;

export function parseExpression(reader: Reader, level = 0): Expression {
  const signs = LEVELS[level];
  if (signs === undefined) return power(reader);
  let left = parseExpression(reader, level + 1);
  for (let sign = signs.find((one) => reader.takes(one)); sign !== undefined; sign = signs.find((one) => reader.takes(one)))
    left = { kind: 'binary', sign, left, right: parseExpression(reader, level + 1) };
  return left;
}

function power(reader: Reader): Expression {
  const left = term(reader);
  return reader.takes('^') ? { kind: 'binary', sign: '^', left, right: reader.nested(() => power(reader)) } : left;
}

function term(reader: Reader): Expression {
  if (reader.takes('-')) return { kind: 'minus', of: reader.nested(() => power(reader)) };
  if (reader.isAt('number')) return { kind: 'value', value: numberOf(reader.next().text) };
  if (reader.isAt('string')) return { kind: 'value', value: reader.next().text };
  if (reader.takesName('STRLEN')) return { kind: 'length', of: reader.inParentheses(() => parseExpression(reader)) };
  if (reader.isAt('name')) return { kind: 'variable', variable: parseVariable(reader) };
  return reader.inParentheses(() => parseExpression(reader));
}

export function parseVariable(reader: Reader): Variable {
  const name = reader.name();
  if (!reader.takes('[')) return { name, indices: [] };
  const indices = reader.nested(() => reader.list(() => parseExpression(reader)));
  reader.sign(']');
  return { name, indices };
}

export function parseTest(reader: Reader): Test {
  let left = conjunction(reader);
  while (reader.takes('||')) left = { kind: 'either', left, right: conjunction(reader) };
  return left;
}

function conjunction(reader: Reader): Test {
  let left = single(reader);
  while (reader.takes('&&')) left = { kind: 'both', left, right: single(reader) };
  return left;
}

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'];

function single(reader: Reader): Test {
  if (reader.takes('!')) return { kind: 'not', of: reader.nested(() => single(reader)) };
  if (reader.takesName('ISEOF')) return { kind: 'is_eof' };
  if (reader.takesName('MATCH')) return { kind: 'match', characters: reader.inParentheses(() => parseExpression(reader)) };
  if (reader.takesName('UNIQUE')) return { kind: 'unique', names: reader.inParentheses(() => reader.list(() => reader.name())) };
  if (reader.takesName('INARRAY'))
    return reader.inParentheses(() => {
      const value = parseExpression(reader);
      reader.sign(',');
      return { kind: 'in_array', value, name: reader.name() };
    });
  return reader.attempt(() => comparison(reader)) ?? reader.inParentheses(() => parseTest(reader));
}

/** A bracket may begin an expression or a test; only what follows tells which. */
function comparison(reader: Reader): Test | undefined {
  const left = parseExpression(reader);
  const sign = COMPARISONS.find((one) => reader.takes(one));
  return sign === undefined ? undefined : { kind: 'compare', sign, left, right: parseExpression(reader) };
}
