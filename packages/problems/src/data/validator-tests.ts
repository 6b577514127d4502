import { contentOf } from '../content.js';
import { readYaml } from '../yaml/document.js';
import type { TestSettings, ValidatorTest } from './case.js';
import { foldersIn, testsIn } from './layout.js';
import type { DataContext } from './read.js';
import { modernSettings } from './settings.js';

const KINDS = ['invalid_input', 'invalid_output', 'valid_output'] as const;
const NOTHING: TestSettings = { args: [], inputValidatorArgs: [], outputValidatorArgs: [], fullFeedback: false };

/** data/invalid_input, data/invalid_output and data/valid_output: what the validators themselves are tried with. */
export async function readValidatorTests(context: DataContext): Promise<readonly ValidatorTest[]> {
  const found: ValidatorTest[] = [];
  for (const kind of KINDS) found.push(...(await readFolder(`data/${kind}`, kind, NOTHING, context)));
  return found;
}

async function readFolder(
  folder: string,
  kind: ValidatorTest['kind'],
  above: TestSettings,
  context: DataContext,
): Promise<readonly ValidatorTest[]> {
  const { tree, issues, blobs } = context;
  const map = await readYaml(tree, `${folder}/test_group.yaml`, issues);
  const group = map === undefined ? above : modernSettings(map, above, 'group');
  const found: ValidatorTest[] = [];
  for (const files of testsIn(tree, folder, issues)) {
    const own = files.settings === undefined ? undefined : await readYaml(tree, files.settings, issues);
    const settings = own === undefined ? group : modernSettings(own, group, 'test');
    const outputs = kind !== 'invalid_input';
    if (outputs && files.output === undefined) issues.error(files.input, 'has no output to try: its .out file is missing');
    if (outputs && files.answer === undefined) issues.error(files.input, 'has no answer: its .ans file is missing');
    found.push({
      name: files.name,
      kind,
      input: await contentOf(tree, files.input, blobs),
      ...(files.output === undefined ? {} : { output: await contentOf(tree, files.output, blobs) }),
      ...(files.answer === undefined ? {} : { answer: await contentOf(tree, files.answer, blobs) }),
      inputValidatorArgs: settings.inputValidatorArgs,
      outputValidatorArgs: settings.outputValidatorArgs,
    });
  }
  for (const name of foldersIn(tree, folder)) found.push(...(await readFolder(`${folder}/${name}`, kind, group, context)));
  return found;
}
