import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS, SandboxError } from '@cupel/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../support/product.js';
import { scratch } from '../canary.js';
import { commandSpec } from '../case.js';
import { attackTests } from '../harness.js';
import { outputs } from './outputs.js';
import { surroundings } from './surroundings.js';

attackTests('b-files', [...outputs, ...surroundings], ['b5-file-names']);

const HOSTILE_NAMES = [
  '../outside',
  '..',
  '.',
  '',
  '/etc/outside',
  'a/../../outside',
  'a//b',
  'a/',
  '-rf',
  'line\nbreak',
  'bell\u0007',
  'right\u202Eleft',
  'nul\0byte',
  'back\\slash',
  'a b',
  `${'x'.repeat(256)}`,
];

describe('B5 hostile file names', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  it.each(HOSTILE_NAMES)('refuses %j as an input and as an output', async (name) => {
    const spec = commandSpec(['/bin/true'], DEFAULT_LIMITS);
    const file = { name, content: { kind: 'bytes', bytes: Buffer.from('x') } } as const;
    await expect(product.sandbox.run({ ...spec, files: [file] })).rejects.toThrow(SandboxError);
    await expect(product.sandbox.run({ ...spec, collect: [{ name, maxBytes: 10 }] })).rejects.toThrow(SandboxError);
  });

  it('succeeds on something naive', () => {
    const folder = scratch();
    const name = `../${folder.split('/').at(-1)}-outside`;
    writeFileSync(join(folder, name), 'x');
    expect(existsSync(`${folder}-outside`)).toBe(true);
    for (const path of [folder, `${folder}-outside`]) rmSync(path, { recursive: true });
  });
});
