import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from './files.mjs';

const LICENCE = 'Apache-2.0';

/** @param {string} root */
export function licenceProblems(root) {
  const problems = [];
  const text = repositoryFiles(root, /^LICENSE$/).map((path) => readFileSync(join(root, path), 'utf8'))[0] ?? '';
  if (!/Apache License\s+Version 2\.0/.test(text)) problems.push(`LICENSE: does not hold the text of ${LICENCE}`);
  for (const path of repositoryFiles(root, /(^|\/)package\.json$/)) {
    const { license } = JSON.parse(readFileSync(join(root, path), 'utf8'));
    if (license !== LICENCE) problems.push(`${path}: licence is ${license ?? 'not named'}, not ${LICENCE}`);
  }
  return problems;
}
