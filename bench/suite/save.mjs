import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineName } from '../sandbox/machine.mjs';

const folder = fileURLToPath(new URL('../results', import.meta.url));

/**
 * Results with the machine that they come from: into the file that --into names; otherwise into bench/results, unless --quick or
 * --no-save was asked for.
 * @param {string} part which benchmark @param {Record<string, string | number>} machine @param {object} results
 */
export function saveResults(part, machine, results) {
  const into = process.argv.find((argument) => argument.startsWith('--into='))?.slice('--into='.length);
  const quick = process.argv.includes('--quick');
  if (into === undefined && (quick || process.argv.includes('--no-save'))) return;
  const path = into ?? resultPath(part, machine);
  writeResult(path, { date: today(), ...(quick && { quick }), machine, node: process.version, ...results });
  if (into === undefined) process.stdout.write(`written: ${path}\n`);
}

/** @param {string} part @param {Record<string, string | number>} machine */
export function resultPath(part, machine) {
  return join(folder, `${[today(), part, machineName(machine)].filter(Boolean).join('-')}.json`);
}

/** @param {string} path @param {object} result */
export function writeResult(path, result) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
}

export function today() {
  return new Date().toISOString().slice(0, 10);
}
