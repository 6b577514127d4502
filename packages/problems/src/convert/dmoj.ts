import { basename } from 'node:path';
import { CupelError } from '@cupel/domain';
import type { YamlMap } from '../yaml/map.js';
import { type Converted, type ConvertedFile, type ConverterInput, fileName } from './converted.js';
import { listFiles, readYamlFile } from './list.js';
import { OPEN_VALIDATOR, problemYaml, yamlFile } from './metadata.js';

const KNOWN = [
  'archive',
  'test_cases',
  'pretest_test_cases',
  'checker',
  'points',
  'symlinks',
  'time_limit',
  'memory_limit',
  'name',
];
/** Checkers of DMOJ by what they become here. */
const CHECKERS: Readonly<Record<string, string>> = {
  standard: 'tokens',
  identical: 'exact',
  rstripped: 'trailing_space',
  easy: 'unordered_tokens',
  sorted: 'unordered_lines',
  unordered: 'unordered_tokens',
  linecount: '',
};

interface Batch {
  readonly points: number;
  readonly cases: readonly YamlMap[];
  readonly requires: readonly number[];
}

/** A DMOJ problem: init.yml beside its tests, not in an archive. */
export async function convertDmoj({ folder, name, issues }: ConverterInput): Promise<Converted> {
  const paths = await listFiles(folder, issues);
  const init = await readYamlFile(folder, paths, 'init.yml', issues);
  if (init === undefined)
    throw new CupelError('conversion_failed', { name: basename(folder), problem: 'it has no init.yml that can be read' });
  for (const key of init.keys.filter((one) => !KNOWN.includes(one))) init.warning(key, `"${key}" is not carried over`);
  if (init.has('archive')) init.warning('archive', 'tests are taken from the folder; unpack the archive in it first');
  const batches = init.maps('test_cases').map(batchOf);
  const total = batches.reduce((sum, { points }) => sum + points, 0);
  const secret = batches.flatMap((batch, index) => batchFiles(batch, index, paths));
  const files: ConvertedFile[] = [
    problemYaml({ title: init.string('name') ?? name, types: ['scoring'], ...limits(init) }),
    OPEN_VALIDATOR,
    { path: 'statement/problem.en.md', text: 'DMOJ keeps statements apart from the tests: write it here.\n' },
    yamlFile('data/secret/test_group.yaml', { max_score: total }),
    ...secret,
    ...checkerFiles(init),
  ];
  if (!secret.some(({ path }) => path.endsWith('.in'))) init.error('test_cases', 'names no test that lies in the folder');
  init.warning(undefined, 'DMOJ packages hold no solutions: put one into submissions/accepted');
  return { name, files };
}

function limits(init: YamlMap): { readonly timeLimit?: number; readonly memory?: number } {
  const [time, memory] = [init.number('time_limit', 0.001, 600), init.number('memory_limit', 1)];
  return {
    ...(time === undefined ? {} : { timeLimit: time }),
    ...(memory === undefined ? {} : { memory: Math.ceil(memory / 1024) }),
  };
}

function batchOf(map: YamlMap): Batch {
  const cases = map.isList('batched') ? map.maps('batched') : [map];
  const points = map.integer('points', 0, 1_000_000) ?? 1;
  const requires = (map.strings('dependencies') ?? []).map(Number).filter((one) => Number.isInteger(one) && one > 0);
  return { points, cases, requires };
}

function batchFiles({ points, cases, requires }: Batch, index: number, paths: readonly string[]): readonly ConvertedFile[] {
  const group = `data/secret/${groupName(index + 1)}`;
  const settings = {
    max_score: points,
    ...(requires.length === 0 ? {} : { require_pass: requires.map((one) => `secret/${groupName(one)}`) }),
  };
  const files: ConvertedFile[] = [yamlFile(`${group}/test_group.yaml`, settings)];
  cases.forEach((one, position) => {
    const place = `${group}/${String(position + 1).padStart(3, '0')}`;
    for (const [key, ending] of [
      ['in', 'in'],
      ['out', 'ans'],
    ] as const) {
      const path = one.string(key);
      if (path === undefined || !paths.includes(path))
        one.error(key, path === undefined ? `"${key}" is missing` : `there is no file ${fileName(path)}`);
      else files.push({ path: `${place}.${ending}`, from: path });
    }
    for (const key of one.keys.filter((name) => !['in', 'out', 'points', 'batched', 'dependencies'].includes(name)))
      one.warning(key, `"${key}" is not carried over`);
  });
  return files;
}

const groupName = (number: number): string => `group${String(number).padStart(2, '0')}`;

function checkerFiles(init: YamlMap): readonly ConvertedFile[] {
  if (!init.has('checker')) return [];
  const map = init.map('checker');
  const checker = init.isMap('checker') ? (map?.string('name') ?? '') : (init.string('checker') ?? '');
  if (checker === 'floats') {
    const tolerance = `1e-${map?.map('args')?.integer('precision', 0, 30) ?? 6}`;
    return [
      yamlFile('cupel.yaml', {
        comparison: 'floats',
        absolute_tolerance: Number(tolerance),
        relative_tolerance: Number(tolerance),
      }),
    ];
  }
  const comparison = CHECKERS[checker] ?? '';
  if (comparison !== '') return [yamlFile('cupel.yaml', { comparison })];
  init.warning('checker', `the checker "${checker}" is not carried over: write output_validator/ in its place`);
  return [];
}
