import { basename } from 'node:path';
import { CupelError } from '@cupel/domain';
import type { Converted, ConvertedFile, ConverterInput } from './converted.js';
import { fileName } from './converted.js';
import { listFiles } from './list.js';
import { OPEN_VALIDATOR, problemYaml } from './metadata.js';

const INPUT = /^(.*?)\.in(put)?$/i;
const ANSWERS = ['.out', '.ans', '.a', '.output', '.answer'];

/** A plain folder: `1.in` beside `1.out` (or `.ans`). Programs in it become accepted solutions, a Markdown file the statement. */
export async function convertFolder({ folder, name, issues }: ConverterInput): Promise<Converted> {
  const paths = await listFiles(folder, issues);
  const files: ConvertedFile[] = [problemYaml({ title: name, types: ['pass-fail'] }), OPEN_VALIDATOR];
  const taken = new Set<string>();
  const inputs = paths.filter((path) => INPUT.test(path)).sort(numerically);
  for (const path of inputs) {
    const stem = INPUT.exec(path)?.[1] ?? '';
    const answer = ANSWERS.map((ending) => paths.find((one) => one.toLowerCase() === `${stem}${ending}`.toLowerCase())).find(
      Boolean,
    );
    if (answer === undefined) issues.error(path, `has no answer beside it: ${stem}.out is missing`);
    const place = `data/secret/${padded(fileName(stem.replaceAll('/', '-')), inputs.length)}`;
    for (const one of [path, answer]) if (one !== undefined) taken.add(one);
    files.push({ path: `${place}.in`, from: path });
    if (answer !== undefined) files.push({ path: `${place}.ans`, from: answer });
  }
  if (inputs.length === 0)
    throw new CupelError('conversion_failed', {
      name: basename(folder),
      problem: 'it holds no test; they are files called 1.in and 1.out',
    });
  const rest = paths.filter((path) => !taken.has(path));
  files.push(...statementOf(rest, name));
  for (const path of rest.filter((one) => /\.(py|cpp|cc|c|java|js|ts|go|rs|sh)$/.test(one))) {
    files.push({ path: `submissions/accepted/${fileName(path.replaceAll('/', '-'))}`, from: path });
    taken.add(path);
  }
  for (const path of rest.filter((one) => !taken.has(one) && !one.endsWith('.md'))) issues.warning(path, 'is not carried over');
  return { name, files };
}

function statementOf(paths: readonly string[], name: string): readonly ConvertedFile[] {
  const markdown = paths.find((path) => /^(statement|problem|readme)\.md$/i.test(path));
  const path = 'statement/problem.en.md';
  return [markdown === undefined ? { path, text: `Write here what is asked for in ${name}.\n` } : { path, from: markdown }];
}

/** Tests are judged in the order of their names as text, so that 10 would come before 2. */
function padded(stem: string, count: number): string {
  return stem.replace(/^\d+/, (digits) => digits.padStart(String(count).length, '0'));
}

function numerically(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
