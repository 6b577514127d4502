import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from './files.mjs';

export const FILE_LINES = 300;
export const C_FUNCTION_LINES = 60;

/** Long files and long C functions. Functions in TypeScript are measured by the linter. @param {string} root */
export function sizeProblems(root) {
  const sources = repositoryFiles(root, /\.(ts|tsx|mjs|js|c|h)$/).filter((path) => !/\.gen\.(ts|h)$/.test(path));
  return sources.flatMap((path) => {
    const lines = readFileSync(join(root, path), 'utf8').trimEnd().split('\n');
    const tooLong = lines.length > FILE_LINES ? [`${path}: ${lines.length} lines, more than ${FILE_LINES}`] : [];
    return path.endsWith('.c') ? [...tooLong, ...longFunctions(path, lines)] : tooLong;
  });
}

/** In the house's C a function's body is the only thing whose braces stand in the first column. @param {string} path @param {string[]} lines */
function longFunctions(path, lines) {
  const problems = [];
  let start = -1;
  for (const [index, line] of lines.entries()) {
    if (/^[a-z].*\)\s*\{$/i.test(line) || line === '{') start = index;
    else if (line === '}' && start >= 0) {
      const length = index - start + 1;
      if (length > C_FUNCTION_LINES)
        problems.push(`${path}:${start + 1}: a function of ${length} lines, more than ${C_FUNCTION_LINES}`);
      start = -1;
    }
  }
  return problems;
}
