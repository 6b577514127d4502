import { expect, it } from 'vitest';
import { findFullFolder, isTooFull } from './disk.js';

const GB = 1024 ** 3;

it('wants a gibibyte, and a twentieth of the whole', () => {
  expect(isTooFull({ free: 2 * GB, total: 20 * GB })).toBe(false);
  expect(isTooFull({ free: GB - 1, total: 2 * GB })).toBe(true);
  expect(isTooFull({ free: 4 * GB, total: 100 * GB })).toBe(true);
});

it('names the folder that is full, and passes over one that is not there', async () => {
  // sysfs and its like have no blocks at all.
  expect(await findFullFolder(['/no/such/folder', '/proc'])).toBe('/proc');
  expect(await findFullFolder([])).toBeUndefined();
});
