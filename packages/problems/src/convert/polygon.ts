import { basename } from 'node:path';
import { CupelError } from '@cupel/domain';
import type { Issues } from '../issues.js';
import { type Converted, type ConvertedFile, type ConverterInput, fileName } from './converted.js';
import { listFiles, readText } from './list.js';
import { OPEN_VALIDATOR, problemYaml, yamlFile } from './metadata.js';
import { type Element, findAll, parseXml } from './xml.js';

/** Folders of submissions/ by Polygon's tags. */
const TAGS: Readonly<Record<string, string>> = {
  main: 'accepted',
  accepted: 'accepted',
  'wrong-answer': 'wrong_answer',
  'presentation-error': 'wrong_answer',
  'time-limit-exceeded': 'time_limit_exceeded',
  'memory-limit-exceeded': 'run_time_error',
  rejected: 'rejected',
  failed: 'rejected',
};
const HEADER = 'files/testlib.h';

interface Context {
  readonly root: Element;
  readonly paths: readonly string[];
  readonly issues: Issues;
}

/** A full Polygon package (with generated tests): problem.xml and what it names. */
export async function convertPolygon({ folder, name, issues }: ConverterInput): Promise<Converted> {
  const paths = await listFiles(folder, issues);
  const xml = await readText(folder, paths, 'problem.xml');
  if (xml === undefined) throw new CupelError('conversion_failed', { name: basename(folder), problem: 'it has no problem.xml' });
  const root = parseXml(xml, 'problem.xml');
  const context = { root, paths, issues };
  const testset =
    findAll(root, 'judging', 'testset').find((one) => one.attributes.name === 'tests') ?? findAll(root, 'judging', 'testset')[0];
  if (testset === undefined)
    throw new CupelError('conversion_failed', { name: basename(folder), problem: 'its problem.xml names no tests' });
  const interactive = findAll(root, 'assets', 'interactor').length > 0;
  const grouped = findAll(testset, 'groups', 'group');
  const names = findAll(root, 'names', 'name');
  const title = names.find((one) => one.attributes.language === 'english') ?? names[0];
  const types = [grouped.length > 0 ? 'scoring' : 'pass-fail', ...(interactive ? ['interactive'] : [])];
  const files = [
    problemYaml({ title: title?.attributes.value ?? name, types, ...limits(testset) }),
    ...tests(testset, grouped, context),
    ...programs(context, interactive),
    ...solutions(context),
    ...statement(context),
  ];
  if (findAll(root, 'assets', 'interactor').length > 0 && findAll(root, 'assets', 'checker').length > 0)
    issues.warning('problem.xml', 'the checker after the interactor is not carried over: the interactor has the last word');
  return { name, files };
}

function limits(testset: Element): { readonly timeLimit?: number; readonly memory?: number } {
  const value = (key: string) => Number(findAll(testset, key)[0]?.text.trim());
  const [time, memory] = [value('time-limit'), value('memory-limit')];
  return {
    ...(time > 0 ? { timeLimit: time / 1000 } : {}),
    ...(memory > 0 ? { memory: Math.ceil(memory / (1024 * 1024)) } : {}),
  };
}

function tests(testset: Element, groups: readonly Element[], { paths, issues }: Context): readonly ConvertedFile[] {
  const pattern = (key: string) => findAll(testset, key)[0]?.text.trim() ?? '';
  const [input, answer] = [pattern('input-path-pattern'), pattern('answer-path-pattern')];
  const points = new Map<string, number>();
  const files = findAll(testset, 'tests', 'test').flatMap((test, index): ConvertedFile[] => {
    const isSample = test.attributes.sample === 'true';
    const group = test.attributes.group;
    if (group !== undefined) points.set(group, (points.get(group) ?? 0) + Number(test.attributes.points ?? 0));
    const folder = isSample ? 'sample' : group === undefined || groups.length === 0 ? 'secret' : `secret/${groupFolder(group)}`;
    const place = `data/${folder}/${String(index + 1).padStart(3, '0')}`;
    const [from, answerFrom] = [numbered(input, index + 1), numbered(answer, index + 1)];
    for (const path of [from, answerFrom])
      if (!paths.includes(path)) issues.error(path, 'is missing; take the full package, with generated tests');
    return [
      { path: `${place}.in`, from },
      { path: `${place}.ans`, from: answerFrom },
    ].filter((file) => paths.includes(file.from));
  });
  return groups.length === 0 ? files : [...files, ...groupFiles(groups, points, issues)];
}

function groupFiles(groups: readonly Element[], points: ReadonlyMap<string, number>, issues: Issues): readonly ConvertedFile[] {
  const counted = groups.filter(({ attributes }) => points.has(attributes.name ?? ''));
  const worth = counted.map(({ attributes }) => Number(attributes.points ?? points.get(attributes.name ?? '') ?? 0));
  if (worth.some((one) => !Number.isInteger(one)))
    issues.warning('problem.xml', 'points are whole numbers here; parts of a point are cut off');
  const total = worth.reduce((sum, one) => sum + Math.trunc(one), 0);
  const own = counted.map(({ attributes, children }, index) => {
    const requires = children
      .flatMap((child) => findAll(child, 'dependency'))
      .map((one) => `secret/${groupFolder(one.attributes.group ?? '')}`);
    const each = attributes['points-policy'] === 'each-test';
    return yamlFile(`data/secret/${groupFolder(attributes.name ?? '')}/test_group.yaml`, {
      max_score: Math.trunc(worth[index] ?? 0),
      ...(each ? { score_aggregation: 'sum' } : {}),
      ...(requires.length === 0 ? {} : { require_pass: requires }),
    });
  });
  return [yamlFile('data/secret/test_group.yaml', { max_score: total }), ...own];
}

const groupFolder = (group: string): string => `group${/^\d+$/.test(group) ? group.padStart(2, '0') : fileName(group)}`;

/** `tests/%02d` with its number. */
function numbered(pattern: string, number: number): string {
  return pattern.replace(/%(0?)(\d*)d/, (_, zero: string, width: string) =>
    String(number).padStart(Number(width || 0), zero === '0' ? '0' : ' '),
  );
}

function programs({ root, paths, issues }: Context, interactive: boolean): readonly ConvertedFile[] {
  const source = (...path: readonly string[]) => findAll(root, ...path, 'source')[0]?.attributes.path;
  const judge = interactive ? source('assets', 'interactor') : source('assets', 'checker');
  const validators = findAll(root, 'assets', 'validators', 'validator', 'source').map((one) => one.attributes.path ?? '');
  const files: ConvertedFile[] = [];
  const add = (folder: string, path: string): void => {
    files.push({ path: `${folder}/${fileName(path.split('/').at(-1) ?? path)}`, from: path });
    if (paths.includes(HEADER)) files.push({ path: `${folder}/testlib.h`, from: HEADER });
    else issues.error(HEADER, 'is missing; the programs of the package need it');
  };
  if (judge !== undefined && paths.includes(judge)) {
    add('output_validator/judge', judge);
  } else if (!interactive) issues.warning('problem.xml', 'names no checker whose source is here: outputs are compared by tokens');
  const own = validators.filter((path) => paths.includes(path));
  for (const [index, path] of own.entries()) add(`input_validators/validator${index + 1}`, path);
  if (own.length === 0) files.push(OPEN_VALIDATOR);
  const protocols = { protocol: 'testlib', ...(own.length === 0 ? {} : { validator_protocol: 'testlib' }) };
  return [
    ...files,
    judge !== undefined && paths.includes(judge)
      ? yamlFile('cupel.yaml', protocols)
      : yamlFile('cupel.yaml', { comparison: 'tokens', ...protocols }),
  ];
}

function solutions({ root, paths, issues }: Context): readonly ConvertedFile[] {
  return findAll(root, 'assets', 'solutions', 'solution').flatMap((solution): ConvertedFile[] => {
    const path = findAll(solution, 'source')[0]?.attributes.path ?? '';
    const folder = TAGS[solution.attributes.tag ?? ''];
    if (folder === undefined || !paths.includes(path)) {
      issues.warning(path, `is not carried over: it is tagged ${solution.attributes.tag ?? 'nothing'}`);
      return [];
    }
    return [{ path: `submissions/${folder}/${fileName(path.split('/').at(-1) ?? path)}`, from: path }];
  });
}

function statement({ paths, issues }: Context): readonly ConvertedFile[] {
  const latex =
    paths.find((path) => /^statements\/english\/problem\.tex$/.test(path)) ??
    paths.find((path) => /^statements\/[^/]+\/problem\.tex$/.test(path));
  if (latex === undefined) {
    issues.warning('statements', 'holds no LaTeX statement');
    return [{ path: 'statement/problem.en.md', text: 'The original brought no statement: write it here.\n' }];
  }
  issues.warning(latex, 'is carried over as it is; look through it, as Polygon has commands of its own');
  return [{ path: 'statement/problem.en.tex', from: latex }];
}
