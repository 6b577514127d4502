import { startLauncher } from '@cupel/sandbox';
import { expect, it } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { PROGRAMS } from './programs.js';
import { python, seen, warmly } from './support.js';

/** The program must not be able to tell a booted interpreter from a fresh one; docs/warm-starts.md lists what is excepted. */
const warm = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 4 });
const cold = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 4 });
const SECOND = { 'second.py': 'def fail():\n    raise KeyError("from the second file")\n' };

it.each(Object.entries(PROGRAMS))('%s', async (_name, code) => {
  const spec = python(code, {}, SECOND);
  const [one, other] = [await warmly(warm, spec), await cold.run(spec)];
  expect(one.evidence.timing.warm).toBe(true);
  expect(other.evidence.timing.warm).toBe(false);
  expect(seen(one)).toEqual(seen(other));
});

it('closes', async () => {
  await Promise.all([warm.close(), cold.close()]);
});
