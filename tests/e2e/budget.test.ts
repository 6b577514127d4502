import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../../packages/web/dist/', import.meta.url));
const KB = 1000;
const SHELL = 150 * KB;
const EDITOR = 170 * KB;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>;
const weights = new Map<string, number>();

function weight(file: string): number {
  const known = weights.get(file) ?? gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
  weights.set(file, known);
  return known;
}

/** The files that a browser loads for these entries. */
function filesOf(names: readonly string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`${name} was not built`);
    if (seen.has(chunk.file)) continue;
    seen.add(chunk.file);
    for (const css of chunk.css ?? []) seen.add(css);
    filesOf(chunk.imports ?? [], seen);
  }
  return seen;
}

const total = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + weight(file), 0);
const first = filesOf(['index.html', 'src/playground/playground-page.tsx']);

it('the first page is light: the shell and the playground without its editor', () => {
  expect(total(first)).toBeLessThanOrEqual(SHELL);
});

it('the editor with any one language is loaded after it, and light as well', () => {
  const languages = Object.keys(manifest).filter((name) => /@codemirror\/(lang-|legacy-modes)/.test(name));
  expect(languages.length).toBeGreaterThan(20);
  for (const language of languages) {
    const more = [...filesOf(['src/editor/view.ts', language])].filter((file) => !first.has(file));
    expect(total(more), language).toBeLessThanOrEqual(EDITOR);
  }
});
