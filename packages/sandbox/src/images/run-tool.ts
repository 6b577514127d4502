import { spawn } from 'node:child_process';

export interface ToolEnd {
  readonly code: number | null;
  /** The end of stdout and stderr together. */
  readonly output: string;
}

export interface ToolOptions {
  readonly onLine?: (line: string) => void;
  /** Proxies and certificates of the machine's owner must reach apt. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const MOST_OUTPUT = 256 * 1024;
/** Debian's own tools live where an ordinary user's path does not look. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs one of Debian's tools to its end. Rejects only where it cannot be started. */
export function runTool(
  command: string,
  argv: readonly string[],
  { onLine = () => undefined, environment = {} }: ToolOptions = {},
): Promise<ToolEnd> {
  const env = { ...environment, PATH, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn(command, argv, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-MOST_OUTPUT);
      for (const line of text.split('\n')) if (line.trim() !== '') onLine(line);
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
