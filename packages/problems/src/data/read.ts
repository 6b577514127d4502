import { replaceConstantsIn } from '../constants.js';
import { contentOf } from '../content.js';
import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';
import type { PackageTree } from '../source/tree.js';
import { parseYaml, readYaml } from '../yaml/document.js';
import type { YamlMap } from '../yaml/map.js';
import type { GroupScoring, PackageGroup, PackageTest, TestSettings } from './case.js';
import { foldersIn, type TestFiles, testsIn } from './layout.js';
import { LEGACY_DEFAULTS, type LegacySettings, legacySettings, modernScoring, modernSettings } from './settings.js';

export interface DataContext {
  readonly tree: PackageTree;
  readonly issues: Issues;
  readonly metadata: Metadata;
  /** Where large files go; without it all are read. */
  readonly blobs?: string;
}

export interface PackageData {
  /** What the data folder itself says; only legacy packages say anything. */
  readonly root: GroupScoring;
  readonly groups: readonly PackageGroup[];
  readonly tests: readonly PackageTest[];
}

interface Above {
  readonly settings: TestSettings;
  readonly legacy: LegacySettings;
}

const NOTHING: TestSettings = { args: [], inputValidatorArgs: [], outputValidatorArgs: [], fullFeedback: false };

/** data/sample and data/secret. */
export async function readData(context: DataContext): Promise<PackageData> {
  const tests: PackageTest[] = [];
  const groups: PackageGroup[] = [];
  const legacy = await legacyOf('data', LEGACY_DEFAULTS, context);
  for (const name of ['sample', 'secret']) {
    if (!context.tree.hasFolder(`data/${name}`)) continue;
    const settings = { ...NOTHING, fullFeedback: name === 'sample' };
    groups.push(await readGroup(`data/${name}`, { settings, legacy }, context, tests));
  }
  if (!context.tree.hasFolder('data/secret')) context.issues.error('data/secret', 'is missing; it holds the tests that decide');
  else if (!tests.some(({ name }) => name.startsWith('secret/'))) context.issues.error('data/secret', 'holds no test');
  return { root: legacy.scoring, groups, tests };
}

async function readGroup(folder: string, above: Above, context: DataContext, tests: PackageTest[]): Promise<PackageGroup> {
  const { tree, issues, metadata } = context;
  const name = folder.slice('data/'.length);
  const legacy = await legacyOf(folder, above.legacy, context);
  const map = metadata.format === 'legacy' ? undefined : await groupYaml(folder, context);
  const settings = map === undefined ? above.settings : modernSettings(map, above.settings, 'group');
  const below = { settings, legacy };
  const own = testsIn(tree, folder, issues);
  const folders = foldersIn(tree, folder);
  checkFolders(folder, own, folders, context);
  const first = tests.length;
  for (const files of own) tests.push(await readTest(files, name, below, context));
  const direct = tests.slice(first).map((test) => test.name);
  const groups: PackageGroup[] = [];
  for (const sub of folders) groups.push(await readGroup(`${folder}/${sub}`, below, context, tests));
  if (own.length === 0 && folders.length === 0 && name !== 'sample') issues.error(folder, 'is a group without a test');
  const scoring = metadata.format === 'legacy' ? legacy.scoring : modernScoring(map, { name, scoring: metadata.scoring });
  return { name, tests: direct, groups, scoring, ...(map === undefined ? {} : { file: map.file, lines: linesOf(map) }) };
}

const linesOf = (map: YamlMap): Readonly<Record<string, number>> =>
  Object.fromEntries(map.keys.map((key) => [key, map.lineOf(key)]));

function checkFolders(
  folder: string,
  own: readonly TestFiles[],
  folders: readonly string[],
  { issues, metadata }: DataContext,
): void {
  if (metadata.format === 'legacy') return;
  if (folder === 'data/secret' && own.length > 0 && folders.length > 0)
    issues.error(folder, 'holds tests and groups; it may hold the one or the other');
  if (folder === 'data/sample' && folders.length > 0) issues.error(folder, 'cannot hold groups');
  for (const { input } of own) {
    const base = input.slice(folder.length + 1, -'.in'.length);
    if (folders.includes(base)) issues.error(input, `shares its name with the folder ${base}`);
  }
}

async function legacyOf(folder: string, above: LegacySettings, context: DataContext): Promise<LegacySettings> {
  const { tree, issues, metadata } = context;
  const other = metadata.format === 'legacy' ? 'test_group.yaml' : 'testdata.yaml';
  if (tree.has(`${folder}/${other}`)) issues.error(`${folder}/${other}`, `is not read in the format ${metadata.format}`);
  if (metadata.format !== 'legacy') return above;
  const map = await readYaml(tree, `${folder}/testdata.yaml`, issues);
  return map === undefined ? above : legacySettings(map, metadata.scoring);
}

async function groupYaml(folder: string, { tree, issues, metadata }: DataContext): Promise<YamlMap | undefined> {
  const file = `${folder}/test_group.yaml`;
  const bytes = await tree.read(file);
  if (bytes === undefined) return undefined;
  if (folder.split('/').length > 3) issues.error(file, 'stands in a folder of a group; groups have no groups');
  return parseYaml(replaceConstantsIn(bytes.toString('utf8'), metadata.constants), file, issues);
}

async function readTest(files: TestFiles, group: string, above: Above, context: DataContext): Promise<PackageTest> {
  const { tree, issues, metadata, blobs } = context;
  const modern = metadata.format !== 'legacy';
  if (files.answer === undefined) issues.error(files.input, `has no answer: ${files.input.replace(/in$/, 'ans')} is missing`);
  const map = modern && files.settings !== undefined ? await readYaml(tree, files.settings, issues) : undefined;
  const settings = map === undefined ? above.settings : modernSettings(map, above.settings, 'test');
  const hint = map?.string('hint') ?? (await text(tree, files.hint));
  const description = map?.string('description') ?? (await text(tree, files.description));
  return {
    name: files.name,
    group,
    input: await contentOf(tree, files.input, blobs),
    inputPath: files.input,
    answer: files.answer === undefined ? { kind: 'bytes', bytes: new Uint8Array() } : await contentOf(tree, files.answer, blobs),
    answerPath: files.answer ?? files.input.replace(/in$/, 'ans'),
    files: await Promise.all(files.files.map(async ({ name, path }) => ({ name, content: await contentOf(tree, path, blobs) }))),
    args: settings.args,
    inputValidatorArgs: modern ? settings.inputValidatorArgs : above.legacy.inputValidatorArgs,
    outputValidatorArgs: modern
      ? settings.outputValidatorArgs
      : [...metadata.validatorFlags, ...above.legacy.outputValidatorArgs],
    fullFeedback: settings.fullFeedback,
    ...(hint === undefined ? {} : { hint }),
    ...(description === undefined ? {} : { description }),
  };
}

async function text(tree: PackageTree, path: string | undefined): Promise<string | undefined> {
  return path === undefined ? undefined : (await tree.read(path))?.toString('utf8').trim();
}
