import type { InputFile, Limits, RunHooks, RunOutcome, RunSpec, Stdin } from '@cupel/domain';
import type { Subject } from './case.js';

const MIB = 1 << 20;

/** Wide enough that none is met by accident, even where the processor is emulated. */
export const WIDE: Limits = {
  wallTime: 60_000_000,
  cpuTime: 30_000_000,
  memory: 256 * MIB,
  processes: 64,
  scratchBytes: 64 * MIB,
  scratchInodes: 4096,
  stdoutBytes: 64 * MIB,
  stderrBytes: 64 * MIB,
  fileSize: 64 * MIB,
  openFiles: 256,
  stack: 8 * MIB,
  cores: 1,
};

/** What a case says of its run; limits are changes to the wide ones. */
export interface Wish extends Partial<Omit<RunSpec, 'limits' | 'argv'>> {
  readonly limits?: Partial<Limits>;
}

export const specOf = ({ profile }: Subject, argv: readonly string[], { limits, ...wish }: Wish = {}): RunSpec => ({
  profile,
  mode: 'strict',
  argv,
  env: {},
  files: [],
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'pipe' },
  collect: [],
  keep: false,
  ...wish,
  limits: { ...WIDE, ...limits },
});

/** Runs a command of the box's own system. */
export const runCommand = (subject: Subject, argv: readonly string[], wish?: Wish, hooks?: RunHooks): Promise<RunOutcome> =>
  subject.sandbox.run(specOf(subject, argv, wish), hooks);

/** Runs a line for the shell. */
export const runShell = (subject: Subject, line: string, wish?: Wish, hooks?: RunHooks): Promise<RunOutcome> =>
  runCommand(subject, ['/bin/sh', '-c', line], wish, hooks);

export const runPython = (subject: Subject, program: string, wish?: Wish, hooks?: RunHooks): Promise<RunOutcome> =>
  runCommand(subject, ['/usr/bin/python3', '-I', '-S', '-c', program], wish, hooks);

export const programFile = (subject: Subject, name: string): InputFile => ({
  name,
  content: { kind: 'bytes', bytes: subject.program(name) },
  executable: true,
});

/** Runs a program of tests/conformance/programs. */
export const runProgram = (
  subject: Subject,
  argv: readonly [name: string, ...rest: string[]],
  wish: Wish = {},
  hooks?: RunHooks,
): Promise<RunOutcome> => {
  const [name, ...rest] = argv;
  return runCommand(
    subject,
    [`/box/${name}`, ...rest],
    { ...wish, files: [programFile(subject, name), ...(wish.files ?? [])] },
    hooks,
  );
};

export const textFile = (name: string, text: string): InputFile => ({
  name,
  content: { kind: 'bytes', bytes: Buffer.from(text) },
});
export const stdinOf = (bytes: string | Uint8Array): Stdin => ({
  kind: 'bytes',
  bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
});

export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
export const linesOf = (bytes: Uint8Array): readonly string[] => textOf(bytes).split('\n').filter(Boolean);

/** What an assertion shows of a run that went another way than it should. */
export const shown = ({ evidence, stdout, stderr }: RunOutcome): string => {
  const { firstCause, exit, fault, cpu, wall, memory, pids, io, files } = evidence;
  const output = { stdout: textOf(stdout).slice(0, 400), stderr: textOf(stderr).slice(0, 400) };
  return JSON.stringify({ firstCause, exit, fault, cpu, wall, memory, pids, io, files, ...output });
};
