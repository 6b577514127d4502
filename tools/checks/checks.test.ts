import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checks } from '../check.mjs';
import { root as home } from '../process.mjs';
import { C_FUNCTION_LINES, FILE_LINES } from './sizes.mjs';

const trees: string[] = [];

afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

/** A repository of its own with these files, below a temporary folder. */
function treeOf(files: Record<string, string>): string {
  const tree = mkdtempSync(join(tmpdir(), 'cupel-check-'));
  trees.push(tree);
  execFileSync('git', ['init', '--quiet', tree]);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  return tree;
}

async function problemsOf(check: string, files: Record<string, string>): Promise<string> {
  return (await checks[check](treeOf(files))).join('\n');
}

const layerCases: [what: string, path: string, text: string, problem: RegExp][] = [
  [
    'the domain importing anything',
    'packages/domain/src/a.ts',
    "import { x } from '@cupel/judge';",
    /domain may not import judge/,
  ],
  ['the domain with a clock', 'packages/domain/src/a.ts', 'export const now = () => Date.now();', /pure/],
  ['the domain with node:', 'packages/domain/src/a.ts', "import { join } from 'node:path';", /pure/],
  [
    'judge importing sandbox',
    'packages/judge/src/a.ts',
    "import type { S } from '@cupel/sandbox';",
    /judge may not import sandbox/,
  ],
  [
    'sandbox loading judge late',
    'packages/sandbox/src/a.ts',
    "const j = await import('@cupel/judge');",
    /sandbox may not import judge/,
  ],
  [
    'problems importing sandbox',
    'packages/problems/src/a.ts',
    "import { s } from '@cupel/sandbox';",
    /problems may not import sandbox/,
  ],
  ['cli re-exporting server', 'packages/cli/src/a.ts', "export { s } from '@cupel/server';", /imports the server/],
  ['reaching into a package', 'packages/cli/src/a.ts', "import '@cupel/domain/dist/run.js';", /reaches past/],
  ['leaving a package', 'packages/judge/src/a.ts', "import { x } from '../../sandbox/src/x.js';", /leaves the package/],
  ['a package without a place', 'packages/misc/src/a.ts', "import 'zod';", /no place among the layers/],
  ['starting a process elsewhere', 'packages/cli/src/a.ts', "import { spawn } from 'node:child_process';", /starts processes/],
  ['SQL elsewhere', 'packages/judge/src/a.ts', "import pg from 'pg';", /speaks SQL/],
  ['reading the environment elsewhere', 'packages/sandbox/src/a.ts', 'const path = process.env.PATH;', /reads the environment/],
  ['calling out elsewhere', 'packages/judge/src/a.ts', "import { request } from 'node:https';", /HTTP/],
  [
    'a feature importing another',
    'packages/server/src/features/a/x.ts',
    "import { y } from '../b/y.js';",
    /feature a may not import .*features\/b\/y/,
  ],
  [
    'the platform importing the list of features',
    'packages/server/src/platform/x.ts',
    "import { routes } from '../features/routes.js';",
    /platform may not/,
  ],
  [
    'a feature importing the list of features',
    'packages/server/src/features/a/x.ts',
    "import { routes } from '../routes.js';",
    /feature a may not/,
  ],
  [
    'the platform importing a feature',
    'packages/server/src/platform/x.ts',
    "import { y } from '../features/b/y.js';",
    /platform may not/,
  ],
];

test.each(layerCases)('layers bite: %s', async (_what, path, text, problem) => {
  expect(await problemsOf('layers', { [path]: `${text}\n` })).toMatch(problem);
});

test('layers bite: a cycle', async () => {
  const files = {
    'packages/judge/src/a.ts': "import { b } from './b.js';\nexport const a = b;\n",
    'packages/judge/src/b.ts': "import { a } from './a.js';\nexport const b = a;\n",
  };
  expect(await problemsOf('layers', files)).toMatch(/a cycle: .*a\.ts → .*b\.ts → .*a\.ts/);
});

test('layers let pass what is allowed, and what only a comment says', async () => {
  const files = {
    'packages/judge/src/a.ts':
      "// import '@cupel/sandbox'\nimport { x } from '@cupel/domain';\nimport { b } from './b.js';\nexport const a = [x, b];\n",
    'packages/judge/src/b.ts': '/* process.env.X */\nexport const b = 1;\n',
    'packages/sandbox/src/c.ts': "import { spawn } from 'node:child_process';\nexport const c = spawn;\n",
    'packages/server/src/features/routes.ts': "import { x } from './a/x.js';\nexport const routes = [x];\n",
    'packages/server/src/features/a/x.ts': "import { y } from '../../platform/y.js';\nimport './z.js';\nexport const x = y;\n",
  };
  expect(await problemsOf('layers', files)).toBe('');
});

test('sizes bite: a long file, a long function in C', async () => {
  const longFunction = `int main(void)\n{\n${'  work();\n'.repeat(C_FUNCTION_LINES)}}\n`;
  const files = { 'a.ts': 'x();\n'.repeat(FILE_LINES + 1), 'a.gen.ts': 'x();\n'.repeat(FILE_LINES + 1), 'a.c': longFunction };
  const problems = await problemsOf('sizes', files);
  expect(problems).toMatch(/^a\.ts: 301 lines/m);
  expect(problems).toMatch(/^a\.c:2: a function of 62 lines/m);
  expect(problems).not.toMatch(/a\.gen\.ts/);
});

test('sizes count functions whose brace ends the first line too', async () => {
  const files = {
    'a.c': `static int run(int x) {\n${'  work();\n'.repeat(C_FUNCTION_LINES)}}\n`,
    'b.c': 'int f(void) {\n  return 1;\n}\n',
  };
  expect(await problemsOf('sizes', files)).toBe(
    `a.c:1: a function of ${C_FUNCTION_LINES + 2} lines, more than ${C_FUNCTION_LINES}`,
  );
});

test('links bite: a page that is not there, a heading that is not there', async () => {
  const text =
    '# One\n[a](gone.md) [b](b.md#none) [c](b.md#two-words) [d](#one) [e](https://x.example) `[f](code.md)` ![g](g.svg)\n';
  const problems = await problemsOf('links', { 'a.md': text, 'b.md': '## Two words\n' });
  expect(problems).toBe('a.md: gone.md leads nowhere\na.md: b.md#none names no heading\na.md: g.svg leads nowhere');
});

test('licence bites: another text, a package without one', async () => {
  const problems = await problemsOf('licence', { LICENSE: 'All rights reserved\n', 'packages/a/package.json': '{}\n' });
  expect(problems).toMatch(/LICENSE: does not hold/);
  expect(problems).toMatch(/packages\/a\/package\.json: licence is not named/);
});

test('generated bites: a generator that finds a difference', async () => {
  const files = {
    'tools/generate-a.mjs': "console.error('a.gen.ts is stale');\nprocess.exit(process.argv[2] === '--check' ? 1 : 0);\n",
  };
  expect(await problemsOf('generated', files)).toMatch(/a\.gen\.ts is stale \(npm run generate\)/);
});

/** What a compiler or a linter needs besides the fixture itself. */
function withHouseRules(tree: string): string {
  for (const name of ['biome.json', 'tsconfig.base.json']) copyFileSync(join(home, name), join(tree, name));
  symlinkSync(join(home, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

test('types bite: an index that may miss', async () => {
  const tree = withHouseRules(
    treeOf({
      'tsconfig.json': '{ "extends": "./tsconfig.base.json", "compilerOptions": { "outDir": "dist" }, "include": ["a.ts"] }\n',
      'a.ts': 'export const first = (list: string[]): string => list[0];\n',
    }),
  );
  expect((await checks.types(tree)).join('\n')).toMatch(/a\.ts.*TS2322/);
});

test.each([
  ['enum', 'export enum Colour {\n  Red = 1,\n}\n', /noEnum/],
  ['any', 'export const x = (y: any): void => y();\n', /noExplicitAny/],
  ['default export', 'export default 1;\n', /noDefaultExport/],
  ['long function', `export function f(x: () => void): void {\n${'  x();\n'.repeat(51)}}\n`, /noExcessiveLinesPerFunction/],
  ['format', 'export   const x = "1"\n', /format/],
])('lint bites: %s', async (_what, text, problem) => {
  const tree = withHouseRules(treeOf({ 'a.ts': text }));
  expect((await checks.lint(tree)).join('\n')).toMatch(problem);
});

test('dead code bites: an export that nobody imports', async () => {
  const tree = withHouseRules(
    treeOf({
      'package.json': '{ "name": "x", "type": "module" }\n',
      'index.ts': "import { used } from './a.js';\nused();\n",
      'a.ts': 'export const used = (): void => {};\nexport const forgotten = 1;\n',
      'orphan.ts': 'export {};\n',
    }),
  );
  const problems = (await checks['dead code'](tree)).join('\n');
  expect(problems).toMatch(/forgotten/);
  expect(problems).toMatch(/orphan\.ts/);
});
