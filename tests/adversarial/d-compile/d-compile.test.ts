import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { SourceFile } from '@cupel/judge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../../support/product.js';
import { type Canary, canary, forget } from '../canary.js';
import { world } from '../outside.js';
import { getAttack } from '../programs.js';
import { type CompileCase, compileCases } from './cases.js';
import { compileInBox, compileOnHost } from './compiling.js';

/** For a compiler that ends by itself, on a busy machine. */
const ENOUGH_MS = 30_000;

let product: Product;
let token: string;
let planted: Canary;

beforeAll(async () => {
  product = await startProduct();
  token = `cupel-${randomBytes(6).toString('hex')}`;
  planted = await canary(token);
});
afterAll(async () => {
  await product.close();
  await forget(token);
});

const sourcesOf = ({ folder, others }: CompileCase, text: (canary: Canary) => string): readonly SourceFile[] => {
  const { path } = getAttack(`d-compile/${folder}`);
  const source = readFileSync(join(import.meta.dirname, '..', path), 'utf8')
    .replace(/@(LINE|BYTES)@/, () => text(planted))
    .replaceAll('@CANARY@', planted.file);
  const name = extname(path) === '.java' ? 'Main.java' : `main${extname(path)}`;
  return [{ name, bytes: Buffer.from(source) }, ...(others?.() ?? [])];
};

for (const item of compileCases) {
  const { header } = getAttack(`d-compile/${item.folder}`);
  describe(`${header.id} ${header.attack}`, () => {
    for (const [name, { text, host }] of Object.entries(item.variants)) {
      it(`is contained ${name}`, async () => {
        const before = world(token);
        const end = await compileInBox(product.sandbox, item.language, sourcesOf(item, text));
        expect(item.effect(end, planted)).toBe(false);
        expect(end.output).not.toContain(planted.text);
        expect(end.verdict).toBe(item.verdicts?.[name] ?? 'CE');
        expect(world(token)).toEqual(before);
      });
      if (host !== undefined)
        it(`succeeds on the host ${name}`, async () => {
          const end = await compileOnHost(sourcesOf(item, text), host, item.patience ?? ENOUGH_MS);
          expect(item.effect(end, planted), end.output.slice(0, 1000)).toBe(true);
        });
    }
  });
}

describe('what is not an attack', () => {
  it.each(['c', 'cpp', 'java', 'rust'])('compiles a sound program in %s', async (language) => {
    const sources: Record<string, string> = {
      rust: 'fn main() {}',
      java: 'class Main { public static void main(String[] a) {} }',
    };
    const end = await compileInBox(product.sandbox, language, [
      { bytes: Buffer.from(sources[language] ?? 'int main(void) { return 0; }') },
    ]);
    expect(end).toMatchObject({ verdict: 'AC', made: true });
  });

  it('takes a program named as a source for what it is', async () => {
    const end = await compileInBox(product.sandbox, 'c', [{ name: 'main.c', bytes: readFileSync('/usr/bin/true') }]);
    expect(end).toMatchObject({ verdict: 'CE', made: false });
  });
});
