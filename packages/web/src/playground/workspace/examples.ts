import { words } from '../../strings/words.ts';
import type { Workspace } from './workspace.ts';

export interface Example {
  readonly title: string;
  load(): Promise<{ readonly code: string; readonly stdin: string }>;
}

/** packages/web/examples/<language>/<name>.<extension>, with what they read beside them in <name>.in. */
const FILES = import.meta.glob<string>('../../../examples/*/*', { query: '?raw', import: 'default' });

/** The examples of a language; the texts are loaded when one is chosen. */
export function examplesOf(language: string): readonly Example[] {
  const folder = `../../../examples/${language}/`;
  const own = Object.entries(FILES).filter(([path]) => path.startsWith(folder));
  return own
    .filter(([path]) => !path.endsWith('.in'))
    .map(([path, load]) => {
      const name = path.slice(folder.length).replace(/\.\w+$/, '');
      const input = FILES[`${folder}${name}.in`];
      const titles: Readonly<Record<string, string>> = words.playground.examples;
      return {
        title: titles[name] ?? name,
        load: async () => ({ code: await load(), stdin: (await input?.()) ?? '' }),
      };
    })
    .sort(
      (one, other) => Number(other.title === words.playground.examples.sum) - Number(one.title === words.playground.examples.sum),
    );
}

/** A workspace with an example in it; as it was where a language has none. */
export async function freshWorkspace(empty: Workspace, example?: Example): Promise<Workspace> {
  if (example === undefined) return empty;
  const { code, stdin } = await example.load();
  return { ...empty, files: [{ name: empty.files[0]?.name ?? 'main', content: code }], stdin };
}

export function emptyWorkspace(language: string, source: string): Workspace {
  return { language, version: '', files: [{ name: source, content: '' }], active: 0, stdin: '', args: '' };
}
