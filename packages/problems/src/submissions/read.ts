import { PACKAGE_VERDICTS, type PackageVerdict } from '@cupel/domain';
import type { Metadata } from '../metadata/metadata.js';
import { readPeople } from '../metadata/people.js';
import { type ProgramContext, readAnswersAt, readProgram } from '../programs/read.js';
import { readYaml } from '../yaml/document.js';
import type { YamlMap } from '../yaml/map.js';
import { LEGACY_FOLDERS, MODERN_FOLDERS } from './folders.js';
import { expandBraces, matchesGlob } from './glob.js';
import type { ExampleSubmission, Expectation } from './submission.js';

const FILE = 'submissions/submissions.yaml';
const OWN_KEYS = ['language', 'entrypoint', 'authors', 'model_solution'];
const RULE_KEYS = ['permitted', 'required', 'score', 'message', 'use_for_time_limit'];
const NOT_SUBMISSIONS = /^(README.*|.*\.(md|txt))$/i;

/** submissions/, with what each folder and submissions.yaml promise. */
export async function readSubmissions(context: ProgramContext, metadata: Metadata): Promise<readonly ExampleSubmission[]> {
  const { tree, issues } = context;
  const rules = metadata.format === 'legacy' ? undefined : await readYaml(tree, FILE, issues);
  const folders = tree.names('submissions').filter((name) => !tree.has(`submissions/${name}`));
  const found: ExampleSubmission[] = [];
  for (const folder of folders) {
    for (const name of tree.names(`submissions/${folder}`)) {
      if (NOT_SUBMISSIONS.test(name)) continue;
      const submission = await readSubmission(folder, name, rules, context, metadata);
      if (submission !== undefined) found.push(submission);
    }
  }
  if (!found.some(({ path }) => path.startsWith('accepted/')))
    issues.error('submissions/accepted', 'holds no accepted solution; at least one is needed');
  for (const key of rules?.keys ?? []) checkPattern(key, rules, found);
  return found;
}

function checkPattern(key: string, rules: YamlMap | undefined, found: readonly ExampleSubmission[]): void {
  if (expandBraces(key) === undefined) rules?.error(key, `the braces of "${key}" do not close, or become too many patterns`);
  else if (!found.some(({ path }) => matchesGlob(key, path)) && !(key in MODERN_FOLDERS))
    rules?.warning(key, `"${key}" matches no submission`);
}

async function readSubmission(
  folder: string,
  name: string,
  rules: YamlMap | undefined,
  context: ProgramContext,
  metadata: Metadata,
): Promise<ExampleSubmission | undefined> {
  const path = `${folder}/${name}`;
  const maps = (rules?.keys ?? [])
    .filter((key) => key !== folder && matchesGlob(key, path))
    .flatMap((key) => rules?.map(key) ?? []);
  const first = (key: string) => maps.map((map) => map.string(key)).find((value) => value !== undefined);
  const [language, entry] = [first('language'), first('entrypoint')];
  const given = { ...(language === undefined ? {} : { language }), ...(entry === undefined ? {} : { entry }) };
  const place = `submissions/${path}`;
  const program = metadata.submitAnswer ? await readAnswersAt(place, context) : await readProgram(place, context, given);
  const own = rules?.map(folder);
  const expectations = [...folderPromises(folder, own, context, metadata), ...maps.flatMap((map) => rulesOf(map, undefined))];
  return program === undefined
    ? undefined
    : {
        path,
        program,
        expectations,
        authors: maps.flatMap((map) => readPeople(map, 'authors')),
        model: maps.some((map) => map.boolean('model_solution') ?? false),
      };
}

function folderPromises(
  folder: string,
  own: YamlMap | undefined,
  { issues }: ProgramContext,
  { format }: Metadata,
): readonly Expectation[] {
  const folders = format === 'legacy' ? LEGACY_FOLDERS : MODERN_FOLDERS;
  const promise = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
  if (own !== undefined) return rulesOf(own, promise && { ...promise, from: folder });
  if (promise === undefined) issues.warning(`submissions/${folder}`, 'promises no verdict; submissions.yaml could say which');
  return promise === undefined ? [] : [{ ...promise, from: folder }];
}

/** The rule of a map, and those of its groups and patterns of tests. */
function rulesOf(map: YamlMap, inherited: Expectation | undefined): readonly Expectation[] {
  const groups = map.keys.filter((key) => !OWN_KEYS.includes(key) && !RULE_KEYS.includes(key));
  for (const key of groups) {
    if (!/^(sample|secret)(\/|$)/.test(key)) map.error(key, `"${key}" is neither a key nor a group or test below data/`);
  }
  const below = groups.flatMap((key) => {
    const group = map.map(key);
    group?.refuseOthers(RULE_KEYS);
    return group === undefined ? [] : [{ ...rule(group, undefined), tests: key }];
  });
  const hasOwn = inherited !== undefined || RULE_KEYS.some((key) => map.has(key));
  return hasOwn ? [rule(map, inherited), ...below] : below;
}

function rule(map: YamlMap, inherited: Expectation | undefined): Expectation {
  const score = scoreRange(map);
  const message = map.string('message');
  const timeLimit = timeLimitUse(map);
  return {
    ...inherited,
    from: inherited?.from ?? map.file,
    permitted: verdicts(map, 'permitted') ?? inherited?.permitted ?? PACKAGE_VERDICTS,
    required: verdicts(map, 'required') ?? inherited?.required ?? PACKAGE_VERDICTS,
    ...(score === undefined ? {} : { score }),
    ...(message === undefined ? {} : { message }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
  };
}

function verdicts(map: YamlMap, key: string): readonly PackageVerdict[] | undefined {
  return map.strings(key)?.flatMap((given) => {
    const found = PACKAGE_VERDICTS.find((one) => one === given);
    if (found === undefined) map.error(key, `"${given}" is no verdict; there are ${PACKAGE_VERDICTS.join(', ')}`);
    return found ?? [];
  });
}

function scoreRange(map: YamlMap): readonly [string, string] | undefined {
  if (!map.has('score')) return undefined;
  if (!map.isList('score')) {
    const score = map.decimal('score');
    return score === undefined ? undefined : [score, score];
  }
  const [low, high, ...more] = map.strings('score') ?? [];
  if (low !== undefined && high !== undefined && more.length === 0) return [low, high];
  map.error('score', 'should be a number, or a list of the lowest and the highest');
  return undefined;
}

function timeLimitUse(map: YamlMap): Expectation['timeLimit'] {
  if (!map.has('use_for_time_limit')) return undefined;
  const said = map.string('use_for_time_limit');
  if (said === 'lower' || said === 'upper') return said;
  if (said === 'false') return 'none';
  if (said !== 'true') map.error('use_for_time_limit', 'should be lower, upper, true or false');
  return undefined;
}
