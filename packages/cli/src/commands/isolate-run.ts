import { checkFileNames, type Evidence, limitsInSeconds, outputIntegrity, type RunSpec, type Stdin } from '@cupel/domain';
import { type BoxOptions, isolationMode, limitsFrom, namedFiles } from '../options.js';
import { KEPT_BYTES, outputJson } from '../output-json.js';
import { readBytes } from '../read-bytes.js';
import { openSession } from '../session.js';

export interface IsolateRunOptions extends BoxOptions {
  readonly stdin?: string;
  readonly base64?: boolean;
}

/** `isolate run … -- command`: a command in a box, and the facts; nobody judges. */
export async function isolateRunCommand(argv: readonly string[], options: IsolateRunOptions): Promise<void> {
  const spec = specOf(argv, options);
  await using session = openSession();
  const sandbox = await session.sandbox();
  const { evidence, stdout, stderr } = await sandbox.run(spec, { keepBytes: KEPT_BYTES });
  const answer = {
    first_cause: evidence.firstCause,
    exit_code: evidence.exit?.kind === 'code' ? evidence.exit.code : null,
    signal: evidence.exit?.kind === 'signal' ? evidence.exit.signal : null,
    ...outputJson('stdout', stdout, options.base64 ?? false),
    ...outputJson('stderr', stderr, options.base64 ?? false),
    output_integrity: outputIntegrity(evidence),
    cpu_time: evidence.cpu.total / 1e6,
    wall_time: evidence.wall / 1e6,
    memory_peak: evidence.memory.peak,
    isolation: evidence.isolation,
    limits: limitsInSeconds(spec.limits),
    evidence,
  };
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  process.exitCode = exitCodeOf(evidence);
}

function specOf(argv: readonly string[], options: IsolateRunOptions): RunSpec {
  const files = namedFiles(options);
  checkFileNames(files.map(({ name }) => name));
  return {
    profile: 'judge',
    mode: isolationMode(options),
    argv,
    env: {},
    limits: limitsFrom(options),
    files: files.map(({ name, bytes }) => ({ name, content: { kind: 'bytes', bytes } })),
    stdin: stdinOf(options.stdin),
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
    keep: false,
  };
}

function stdinOf(path: string | undefined): Stdin {
  return path === undefined ? { kind: 'null' } : { kind: 'bytes', bytes: readBytes(path, '--stdin') };
}

/** A command that cannot be executed is the caller's mistake; a box that cannot be built is ours. */
function exitCodeOf({ firstCause, fault }: Evidence): number {
  if (firstCause !== 'fault') return 0;
  return fault?.stage === 'exec' ? 2 : 1;
}
