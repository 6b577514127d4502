import type { TestCase, TestGroup } from '../problem/tests.js';

export interface PlacedTest {
  readonly test: TestCase;
  /** The groups that it stands in, the root first. */
  readonly path: readonly TestGroup[];
}

export interface JudgingOrder {
  readonly tests: readonly PlacedTest[];
  /** Groups that require one another in a ring, where there is one: then no order exists. */
  readonly cycle?: readonly string[];
}

/** Every test of the tree, those of a required group before those of whoever requires it, as they stand otherwise. */
export function judgingOrder(root: TestGroup): JudgingOrder {
  const paths = pathsOf(root);
  const state = new Map<string, 'open' | 'done'>();
  const tests: PlacedTest[] = [];
  const open: string[] = [];

  const visit = (path: readonly TestGroup[]): readonly string[] | undefined => {
    const group = path[path.length - 1];
    if (group === undefined || state.get(group.name) === 'done') return undefined;
    if (state.get(group.name) === 'open') return [...open.slice(open.indexOf(group.name)), group.name];
    state.set(group.name, 'open');
    open.push(group.name);
    for (const name of group.requires) {
      const cycle = visit(paths.get(name) ?? []);
      if (cycle !== undefined) return cycle;
    }
    tests.push(...group.tests.map((test) => ({ test, path })));
    for (const inner of group.groups) {
      const cycle = visit([...path, inner]);
      if (cycle !== undefined) return cycle;
    }
    open.pop();
    state.set(group.name, 'done');
    return undefined;
  };

  const cycle = visit([root]);
  return { tests, ...(cycle === undefined ? {} : { cycle }) };
}

function pathsOf(group: TestGroup, above: readonly TestGroup[] = []): ReadonlyMap<string, readonly TestGroup[]> {
  const path = [...above, group];
  return new Map([[group.name, path] as const, ...group.groups.flatMap((inner) => [...pathsOf(inner, path)])]);
}
