import type { Issues } from '../issues.js';
import type { PackageTree } from '../source/tree.js';

/** Which files belong to one test. */
export interface TestFiles {
  /** `secret/group1/03`. */
  readonly name: string;
  readonly input: string;
  readonly answer: string | undefined;
  readonly output: string | undefined;
  readonly settings: string | undefined;
  readonly hint: string | undefined;
  readonly description: string | undefined;
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

const ILLUSTRATIONS = ['.png', '.jpg', '.jpeg', '.svg'];
const KNOWN = [
  '.in',
  '.ans',
  '.out',
  '.yaml',
  '.hint',
  '.desc',
  '.interaction',
  '.in.statement',
  '.ans.statement',
  '.in.download',
  '.ans.download',
  ...ILLUSTRATIONS,
];
const CONFIGURATION = ['test_group.yaml', 'testdata.yaml'];

/** The tests directly in a folder of data/, in the order of their names. What belongs to none is an issue. */
export function testsIn(tree: PackageTree, folder: string, issues: Issues): readonly TestFiles[] {
  const names = tree.names(folder).filter((name) => tree.has(`${folder}/${name}`) && !CONFIGURATION.includes(name));
  const inputs = names.filter((name) => name.endsWith('.in')).map((name) => name.slice(0, -'.in'.length));
  const bases = new Set(inputs);
  for (const name of names) {
    const ending = KNOWN.filter((one) => name.endsWith(one)).sort((a, b) => b.length - a.length)[0];
    const path = `${folder}/${name}`;
    if (ending === undefined) issues.warning(path, 'is nothing that belongs to a test');
    // A sample interaction may stand alone: it is shown, not judged.
    else if (ending !== '.interaction' && !bases.has(name.slice(0, -ending.length)))
      issues.error(path, `has no ${name.slice(0, -ending.length)}.in beside it`);
  }
  return [...bases].sort().map((base) => filesOf(tree, folder, base, issues));
}

function filesOf(tree: PackageTree, folder: string, base: string, issues: Issues): TestFiles {
  const stem = `${folder}/${base}`;
  const find = (ending: string) => (tree.has(`${stem}${ending}`) ? `${stem}${ending}` : undefined);
  if (ILLUSTRATIONS.filter((ending) => find(ending)).length > 1) issues.error(stem, 'has more than one illustration');
  if (find('.interaction') !== undefined && ['.out', '.in.statement', '.ans.statement'].some((ending) => find(ending)))
    issues.error(`${stem}.interaction`, 'cannot stand beside .out, .in.statement or .ans.statement');
  if (find('.out') !== undefined && find('.ans.statement') !== undefined)
    issues.error(`${stem}.out`, 'cannot stand beside .ans.statement: both are shown as the output');
  return {
    name: stem.slice('data/'.length),
    input: `${stem}.in`,
    answer: find('.ans'),
    output: find('.out'),
    settings: find('.yaml'),
    hint: find('.hint'),
    description: find('.desc'),
    files: tree.below(`${stem}.files`).map(({ path }) => ({ name: path.slice(`${stem}.files/`.length), path })),
  };
}

/** Folders directly in a folder of data/ that are not the files of a test. */
export function foldersIn(tree: PackageTree, folder: string): readonly string[] {
  return tree.names(folder).filter((name) => !tree.has(`${folder}/${name}`) && !name.endsWith('.files'));
}
