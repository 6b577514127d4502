import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePrograms } from '../support/compile.js';
import { LAUNCHER, PROGRAM_SOURCES, PROGRAMS } from '../support/paths.js';
import { output } from './process.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compiled = join(root, '.cupel/guest/suite');
/** What the suite imports by name. */
const PACKAGES = ['domain', 'sandbox'] as const;

/** An emulated processor is that much slower; the suite gives each case so much more time. */
const PATIENCE = 5;

export const SUITE_COMMAND = `node tests/conformance/main.js --launcher launcher --programs programs --patience ${PATIENCE}`;

/** Compiles the conformance suite and its programs; what the guest needs of them, by path below /job. */
export async function suiteFiles(): Promise<Record<string, string>> {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await output(process.execPath, [tsc, '-b', join(root, 'packages/sandbox')]);
  await output(process.execPath, [tsc, '-p', join(root, 'tests/guest/tsconfig.suite.json')]);
  writeFileSync(join(compiled, 'package.json'), '{ "type": "module" }\n');
  await compilePrograms(PROGRAM_SOURCES, PROGRAMS);
  const packages = PACKAGES.flatMap(packageFiles);
  return { '': compiled, launcher: LAUNCHER, programs: PROGRAMS, ...Object.fromEntries(packages) };
}

/** A package of ours as it is published, and those that it depends on (which depend on nothing). */
function packageFiles(name: string): [string, string][] {
  const manifest = join(root, 'packages', name, 'package.json');
  const { dependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  const foreign = Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@cupel/'));
  return [
    [`node_modules/@cupel/${name}/package.json`, manifest],
    [`node_modules/@cupel/${name}/dist`, join(root, 'packages', name, 'dist')],
    ...foreign.map((dependency): [string, string] => [`node_modules/${dependency}`, join(root, 'node_modules', dependency)]),
  ];
}
