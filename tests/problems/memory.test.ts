/**
 * What is large in a package is never in our memory: neither while it is unpacked (B4) nor while it is judged. Each figure is
 * the peak of a process of its own, beside that of the same with little in it; the control shows that the meter would tell.
 */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packArchive, readPackage } from '@cupel/problems';
import { expect, test } from 'vitest';
import { argvOf, run } from '../cli/command.js';
import { folderOf, GOOD, languages, temporaryFolder } from './package.js';

const MB = 1024 * 1024;
const LARGE = 200 * MB;
const FLAT = 80 * MB;
const PROBLEMS = new URL('../../packages/problems/dist/index.js', import.meta.url).href;

/** Notes the peak of a process as it ends; the launcher and its boxes are others. */
const METER = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)))",
)}`;

async function peakOf(argv: readonly [string, ...string[]]) {
  const file = join(temporaryFolder(), 'peak');
  const ended = await run(argv, { env: { NODE_OPTIONS: `--import=${METER}`, PEAK_FILE: file } });
  return { ...ended, peak: Number(readFileSync(file, 'utf8')) * 1024 };
}

const script = (source: string): [string, ...string[]] => [
  process.execPath,
  '--input-type=module',
  '-e',
  `import { readFile } from 'node:fs/promises'; import { unpackArchive } from '${PROBLEMS}'; ${source}`,
];

/** A package whose one input has so many bytes. */
function folderWith(bytes: number): string {
  const folder = folderOf(GOOD);
  truncateSync(join(folder, 'data/secret/01.in'), bytes);
  writeFileSync(join(folder, 'data/secret/01.ans'), `${bytes}\n`);
  return folder;
}

async function zipWith(bytes: number): Promise<string> {
  const blobs = join(temporaryFolder(), 'blobs');
  const result = await readPackage(folderWith(bytes), { languages, blobs, limits: { bytes: 1024 * MB } });
  if (result.kind !== 'package') throw new Error('unreadable');
  const zip = join(temporaryFolder(), 'echo.zip');
  await packArchive(result.package.tree, 'echo', zip);
  return zip;
}

test('a package of 200 MB is unpacked, and a bomb refused, in the memory of a small one', { timeout: 120_000 }, async () => {
  const [small, large] = [await zipWith(1000), await zipWith(LARGE)];
  const unpack = (zip: string, limits: object, after = '') => {
    const place = join(temporaryFolder(), 'out');
    const told = 'catch((error) => console.log(error.code))';
    const source = `await unpackArchive('${zip}', '${place}', ${JSON.stringify(limits)}).${told}; ${after.replace('PLACE', place)}`;
    return peakOf(script(source));
  };
  const trusted = { bytes: 1024 * MB, ratio: 10_000 };
  const base = await unpack(small, trusted);
  const whole = await unpack(large, trusted);
  expect(whole.stdout).toBe('');
  expect(whole.peak - base.peak).toBeLessThan(FLAT);
  const bomb = await unpack(large, { ratio: 10_000 });
  expect(bomb.stdout).toBe('archive_too_large\n');
  expect(bomb.peak - base.peak).toBeLessThan(FLAT);
  const control = await unpack(large, trusted, "await readFile('PLACE/echo/data/secret/01.in')");
  expect(control.peak - base.peak).toBeGreaterThan(LARGE - FLAT);
});

test('cupel judge takes a test of 200 MB in the memory that it takes one of a byte', { timeout: 120_000 }, async () => {
  const program = join(temporaryFolder(), 'count.c');
  writeFileSync(
    program,
    '#include <stdio.h>\nint main(void) { static char b[65536]; long n = 0, k; while ((k = fread(b, 1, sizeof b, stdin)) > 0) n += k; printf("%ld\\n", n); }\n',
  );
  const judged = async (bytes: number) => peakOf(argvOf('cupel', ['judge', folderWith(bytes), program]));
  const [small, large] = [await judged(1), await judged(LARGE)];
  for (const { stdout } of [small, large]) expect(stdout).toContain('✓ AC: every test was accepted');
  expect(large.peak - small.peak).toBeLessThan(FLAT);
});
