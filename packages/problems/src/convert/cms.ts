import { basename } from 'node:path';
import { CupelError } from '@cupel/domain';
import type { Issues } from '../issues.js';
import type { YamlMap } from '../yaml/map.js';
import { type Converted, type ConvertedFile, type ConverterInput, fileName } from './converted.js';
import { listFiles, readText, readYamlFile } from './list.js';
import { OPEN_VALIDATOR, problemYaml, yamlFile } from './metadata.js';

const KNOWN = [
  'name',
  'title',
  'time_limit',
  'memory_limit',
  'n_input',
  'infile',
  'outfile',
  'primary_language',
  'public_testcases',
  'score_type',
  'output_only',
];
const SOLUTION = /^sol\/([^/]+\.(?:c|cc|cpp|py|java|go|rs))$/;

interface Context {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly issues: Issues;
}

/** A task of CMS in the layout of its Italian loader: task.yaml, input/input0.txt, output/output0.txt, gen/GEN. */
export async function convertCms({ folder, name, issues }: ConverterInput): Promise<Converted> {
  const paths = await listFiles(folder, issues);
  const task = await readYamlFile(folder, paths, 'task.yaml', issues);
  if (task === undefined)
    throw new CupelError('conversion_failed', { name: basename(folder), problem: 'it has no task.yaml that can be read' });
  const context = { folder, paths, issues };
  sayWhatIsLeft(task, context);
  const subtasks = subtasksOf(await readText(folder, paths, 'gen/GEN'));
  const data = testFiles(subtasks, context);
  const isAnswers = task.boolean('output_only') ?? false;
  const [time, memory] = [task.number('time_limit', 0.001, 600), task.integer('memory_limit', 1)];
  const limits = { ...(time === undefined ? {} : { timeLimit: time }), ...(memory === undefined ? {} : { memory }) };
  const title = task.string('title') ?? name;
  const files: ConvertedFile[] = [
    problemYaml(isAnswers ? { title, types: ['scoring', 'submit-answer'] } : { title, types: ['scoring'], ...limits }),
    OPEN_VALIDATOR,
    ...data,
    ...(isAnswers ? answers(data) : solutions(context)),
    ...statement(context),
    ...checker(context),
  ];
  if (!files.some(({ path }) => path.startsWith('submissions/')))
    issues.warning('sol', 'holds no solution: put one into submissions/accepted');
  return { name, files };
}

function solutions({ paths }: Context): readonly ConvertedFile[] {
  return paths.flatMap((path): ConvertedFile[] => {
    const solution = SOLUTION.exec(path)?.[1];
    if (solution === undefined || /^(grader|stub|manager)\./.test(solution)) return [];
    return [{ path: `submissions/accepted/${fileName(solution)}`, from: path }];
  });
}

/** Of an output-only task whoever answers gets the inputs, and the outputs of the task are answers that must be right. */
function answers(data: readonly ConvertedFile[]): readonly ConvertedFile[] {
  return data.flatMap((file): ConvertedFile[] => {
    const [, name, ending] = /([^/]+)\.(in|ans)$/.exec(file.path) ?? [];
    if (name === undefined || !('from' in file)) return [];
    if (ending === 'in') return [{ path: `attachments/${name}.in`, from: file.from }];
    return [{ path: `submissions/accepted/outputs_of_the_task/${name}.out`, from: file.from }];
  });
}

function sayWhatIsLeft(task: YamlMap, { paths, issues }: Context): void {
  for (const key of task.keys.filter((one) => !KNOWN.includes(one))) task.warning(key, `"${key}" is not carried over`);
  for (const key of ['infile', 'outfile']) {
    if ((task.string(key) ?? '') !== '') task.warning(key, 'solutions read stdin and write stdout here, not files');
  }
  for (const path of paths.filter((one) => /^sol\/(grader|stub)\.|^(check|sol)\/manager\b/.test(one)))
    issues.error(
      path,
      'belongs to a task of the kind Batch with grader, or Communication; plain Batch and OutputOnly tasks are carried over. Write a grader as "function" in cupel.yaml, and a manager as an interactive problem',
    );
}

interface Subtask {
  readonly points: number;
  readonly tests: number;
}

/** gen/GEN: a line for each test; `# ST: 30` begins a subtask of 30 points. Without such lines, one subtask of 100. */
function subtasksOf(generator: string | undefined): readonly Subtask[] | undefined {
  if (generator === undefined) return undefined;
  const found: { points: number; tests: number }[] = [];
  for (const line of generator.split('\n')) {
    const points = /^\s*#\s*ST:\s*(\d+)/.exec(line)?.[1];
    if (points !== undefined) found.push({ points: Number(points), tests: 0 });
    else if (/^\s*#COPY:/.test(line) || line.replace(/#.*/, '').trim() !== '') {
      const last = found.at(-1);
      if (last !== undefined) last.tests++;
    }
  }
  return found.length === 0 ? undefined : found;
}

function testFiles(subtasks: readonly Subtask[] | undefined, { paths, issues }: Context): readonly ConvertedFile[] {
  const count = paths.filter((path) => /^input\/input\d+\.txt$/.test(path)).length;
  if (count === 0) issues.error('input', 'holds no test: they are called input0.txt, input1.txt and so on');
  const groups = subtasks ?? [{ points: 100, tests: count }];
  const planned = groups.reduce((sum, { tests }) => sum + tests, 0);
  if (planned !== count) issues.error('gen/GEN', `speaks of ${planned} tests, but there are ${count}`);
  const files: ConvertedFile[] = [
    yamlFile('data/secret/test_group.yaml', { max_score: groups.reduce((sum, { points }) => sum + points, 0) }),
  ];
  let number = 0;
  groups.forEach(({ points, tests }, index) => {
    if (tests === 0) issues.warning('gen/GEN', `subtask ${index} has no test: it is left out with its ${points} points`);
    const group = `data/secret/subtask${String(index).padStart(2, '0')}`;
    // A subtask is worth what its worst test earns, a sum over all tests where there are no subtasks.
    if (tests > 0)
      files.push(
        yamlFile(`${group}/test_group.yaml`, { max_score: points, score_aggregation: subtasks === undefined ? 'sum' : 'min' }),
      );
    for (const last = number + tests; number < last; number++) {
      const [input, output] = [`input/input${number}.txt`, `output/output${number}.txt`];
      const place = `${group}/${String(number).padStart(3, '0')}`;
      if (paths.includes(input)) files.push({ path: `${place}.in`, from: input });
      if (paths.includes(output)) files.push({ path: `${place}.ans`, from: output });
      else issues.error(output, 'is missing');
    }
  });
  return files;
}

function statement({ paths, issues }: Context): readonly ConvertedFile[] {
  const found = ['statement/statement.pdf', 'statement/english.pdf', 'testo/testo.pdf'].find((path) => paths.includes(path));
  if (found !== undefined) return [{ path: 'statement/problem.en.pdf', from: found }];
  issues.warning('statement', 'holds no statement.pdf');
  return [{ path: 'statement/problem.en.md', text: 'The original brought no statement: write it here.\n' }];
}

function checker({ paths, issues }: Context): readonly ConvertedFile[] {
  const source = paths.find((path) => /^(check|cor)\/(checker|correttore)\.(c|cc|cpp|py)$/.test(path));
  if (source !== undefined) {
    return [{ path: `output_validator/${source.split('/').at(-1)}`, from: source }, yamlFile('cupel.yaml', { protocol: 'cms' })];
  }
  const binary = paths.find((path) => /^(check\/checker|cor\/correttore)$/.test(path));
  if (binary !== undefined) issues.error(binary, 'is a binary: put the source of the checker beside it');
  return [yamlFile('cupel.yaml', { comparison: 'tokens' })];
}
