import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { LanguageImage, Tool } from '@cupel/domain';

const TIMEOUT_MS = 20_000;
const MOST_OUTPUT = 64 * 1024;

const asked = new Map<string, Promise<string>>();

/**
 * The version of a tool of this host, as the tool or its package tells it. Asked once per process: a tool that is
 * replaced under a running service is noticed when that starts again. Rejects where it cannot be told; a failure is not
 * kept, for it may have been an overloaded host's.
 */
export function toolVersion(tool: Tool, image?: LanguageImage): Promise<string> {
  const key = JSON.stringify([image?.root, tool.path, tool.version]);
  const known = asked.get(key);
  if (known !== undefined) return known;
  const version = askVersion(tool, image);
  asked.set(key, version);
  version.catch(() => asked.delete(key));
  return version;
}

async function askVersion({ path, version }: Tool, image: LanguageImage | undefined): Promise<string> {
  const text =
    'file' in version
      ? await readFile(`${image?.root ?? ''}${version.file}`, 'utf8')
      : (image?.outputs[[path, ...version.argv].join(' ')] ?? (await output(path, version.argv)));
  const found = new RegExp(version.pattern, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`${path} does not tell its version in the way that was expected`);
  return found;
}

/**
 * What a tool prints. It runs outside of any box, so nothing from a submission may come near it: its arguments are data
 * of ours, its environment is empty, and its folder is the root, where no file of anybody's can change what it does.
 */
function output(path: string, argv: readonly string[]): Promise<string> {
  const options = { env: {}, cwd: '/', timeout: TIMEOUT_MS, maxBuffer: MOST_OUTPUT, encoding: 'utf8' } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(path, argv, options, (error, stdout) => (error === null ? resolve(stdout) : reject(error)));
    child.stdin?.end();
  });
}
