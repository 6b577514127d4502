import { words } from '../../strings/words.ts';
import type { Workspace } from './workspace.ts';

export interface Example {
  readonly title: string;
  load(): Promise<{ readonly code: string; readonly stdin: string }>;
}

/** languages/<id>/examples/<verdict>/<name>.<extension>, with what they read beside them in <name>.in: tests run each of them. */
const FILES = import.meta.glob<string>(
  ['../../../../../languages/*/examples/*/*', '!../../../../../languages/*/examples/*/*.{out,yaml}'],
  { query: '?raw', import: 'default' },
);
const PLACE = /languages\/([^/]+)\/examples\/[^/]+\/(.+)\.(\w+)$/;

/** The examples of a language, the one for beginners first; the texts are loaded when one is chosen. */
export function examplesOf(language: string): readonly Example[] {
  const titles: Readonly<Record<string, string>> = words.playground.examples;
  const order = Object.keys(titles);
  return Object.entries(FILES)
    .flatMap(([path, load]) => {
      const [, id, name = '', ending] = PLACE.exec(path) ?? [];
      return id === language && ending !== 'in' ? [{ name, load, input: FILES[path.replace(/\.\w+$/, '.in')] }] : [];
    })
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
    .map(({ name, load, input }) => ({
      title: titles[name] ?? name,
      load: async () => {
        const [code, stdin = ''] = await Promise.all([load(), input?.()]);
        return { code, stdin };
      },
    }));
}

/** A workspace with an example in it; as it was where a language has none. */
export async function freshWorkspace(empty: Workspace, example?: Example): Promise<Workspace> {
  if (example === undefined) return empty;
  const { code, stdin } = await example.load();
  return { ...empty, files: [{ name: empty.files[0]?.name ?? 'main', content: code }], stdin };
}

export function emptyWorkspace(language: string, source: string): Workspace {
  return { language, version: '', files: [{ name: source, content: '' }], active: 0, stdin: '', args: '', input: 'given' };
}
