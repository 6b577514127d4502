import { classify, DEFAULT_LIMITS } from '@cupel/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../support/product.js';
import { commandSpec } from '../case.js';
import { attackTests } from '../harness.js';
import { amounts } from './amounts.js';
import { tasks } from './tasks.js';

attackTests('c-resources', [...tasks, ...amounts]);

/** A limit that also stops the honest would contain everything. */
describe('what is not an attack', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  const python = async (code: string) => {
    const outcome = await product.sandbox.run(
      commandSpec(['/usr/bin/python3', '-c', code], { ...DEFAULT_LIMITS, memory: 64 << 20 }),
    );
    return classify(outcome.evidence, DEFAULT_LIMITS).verdict;
  };

  it('lets a program have memory just below its limit', async () => {
    expect(await python('bytearray(40 << 20)')).toBe('AC');
  });

  it('lets a program reserve 1 GiB that it never touches', async () => {
    expect(await python('import mmap; mmap.mmap(-1, 1 << 30)')).toBe('AC');
  });

  it('lets a program start as many threads as it may have', async () => {
    const code = 'import threading, time\nfor _ in range(50): threading.Thread(target=time.sleep, args=(0.1,)).start()';
    expect(await python(code)).toBe('AC');
  });

  it('serves a neighbour while bombs go off', async () => {
    const bomb = commandSpec(['/bin/sh', '-c', 'f() { f | f & }; f; sleep 5'], { ...DEFAULT_LIMITS, wallTime: 1_500_000 });
    const bombs = Array.from({ length: 6 }, () => product.sandbox.run(bomb));
    expect(await python('print(sum(range(10)))')).toBe('AC');
    for (const { evidence } of await Promise.all(bombs))
      expect(['TLE', 'PLE']).toContain(classify(evidence, bomb.limits).verdict);
  });
});
