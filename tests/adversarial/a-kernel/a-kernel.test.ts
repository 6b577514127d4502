import { classify, DEFAULT_LIMITS } from '@cupel/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../support/product.js';
import { commandSpec } from '../case.js';
import { attackTests } from '../harness.js';
import { fingerprint } from '../outside.js';
import { getAttack, program } from '../programs.js';
import { boundaries } from './boundaries.js';
import { neighbours } from './neighbours.js';
import { systemCalls } from './system-calls.js';

attackTests('a-kernel', [...systemCalls, ...boundaries, ...neighbours], ['a7-launcher-as-interpreter']);

/** Enough for every box to be built, used and built again while others are. */
const RUNS = 500;

describe('A7 the launcher itself', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  it('does nothing as the interpreter of a script', async () => {
    const { argv, files } = await program(getAttack('a-kernel/a7-launcher-as-interpreter'));
    const before = fingerprint(product.file);
    const { evidence } = await product.sandbox.run({ ...commandSpec(argv, DEFAULT_LIMITS), files });
    expect(classify(evidence, DEFAULT_LIMITS).verdict).toBe('RE');
    expect(fingerprint(product.file)).toBe(before);
  });

  it('leaves exactly three descriptors open in every run', async () => {
    const { argv, files } = await program(getAttack('a-kernel/a7-descriptors'));
    const spec = { ...commandSpec(argv, DEFAULT_LIMITS), files };
    const outcomes = await Promise.all(Array.from({ length: RUNS }, () => product.sandbox.run(spec)));
    const listed = outcomes.map(({ stdout }) =>
      Buffer.from(stdout)
        .toString()
        .match(/"fd":\d+/g)
        ?.join(),
    );
    expect(new Set(listed)).toEqual(new Set(['"fd":0,"fd":1,"fd":2']));
  });
});
