import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as it came, where it is no text. */
  readonly bytes: Buffer;
}

export interface CommandOptions {
  /** Piped in and closed; nothing unless given. */
  readonly stdin?: string | Uint8Array;
  /** Besides the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each chunk of stdout and the means to write to stdin, which then stays open until it is ended. */
  readonly converse?: (chunk: string, stdin: NodeJS.WritableStream, pid: number) => void;
}

/** Runs a program to its end, in the root of the clone. */
export function run(argv: readonly [string, ...string[]], { stdin, env, converse }: CommandOptions = {}): Promise<Ended> {
  const [program, ...args] = argv;
  const child = spawn(program, args, { cwd: root, stdio: 'pipe', env: { ...process.env, ...env } });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    converse?.(chunk.toString(), child.stdin, child.pid ?? 0);
  });
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A program may end without having read its input.
  child.stdin.on('error', () => undefined);
  if (stdin !== undefined) child.stdin.write(stdin);
  if (converse === undefined) child.stdin.end();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const bytes = Buffer.concat(out);
      resolve({ code, stdout: bytes.toString(), stderr: Buffer.concat(err).toString(), bytes });
    });
  });
}

export type Name = 'cupel' | 'judge' | 'isolate';

/** The arguments that run one of our commands from this clone. */
export function argvOf(name: Name, args: readonly string[]): [string, ...string[]] {
  return [process.execPath, `${root}packages/cli/bin/${name}.js`, ...args];
}

export function command(name: Name, args: readonly string[], options?: CommandOptions): Promise<Ended> {
  return run(argvOf(name, args), options);
}

/** What `judge execute-code` answers; the tests look at single fields. */
export async function executeCode(
  args: readonly string[],
  options?: CommandOptions,
): Promise<Record<string, unknown> & { readonly exit: number | null }> {
  const { code, stdout } = await command('judge', ['execute-code', ...args], options);
  return { ...JSON.parse(stdout), exit: code };
}
