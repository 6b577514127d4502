import { DEFAULT_LIMITS } from '@cupel/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../support/product.js';
import { commandSpec } from '../case.js';
import { attackTests } from '../harness.js';
import { getAttack, program } from '../programs.js';
import { boundaries } from './boundaries.js';
import { neighbours } from './neighbours.js';
import { systemCalls } from './system-calls.js';

attackTests('a-kernel', [...systemCalls, ...boundaries, ...neighbours]);

/** Enough for every box to be built, used and built again while others are. */
const RUNS = 500;

describe('A7b at full concurrency', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

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
