#!/usr/bin/env node
/**
 * Writes native/launcher/filter/filter.gen.h from policy.def, by the generator that the Makefile builds. `--check` writes
 * nothing and exits with 1 where the file is not what the policy says.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../native/launcher', import.meta.url));
const target = `${launcher}/filter/filter.gen.h`;

// Under a lock: the native tests build here at the same time.
mkdirSync(`${launcher}/build`, { recursive: true });
execFileSync('flock', [`${launcher}/build/.lock`, 'make', '--silent', '-C', launcher, 'build/generate-filter']);
const text = execFileSync(`${launcher}/build/generate-filter`, { encoding: 'utf8' });

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('filter.gen.h is not what policy.def says. Type: node tools/generate-filter.mjs');
  process.exitCode = 1;
}
