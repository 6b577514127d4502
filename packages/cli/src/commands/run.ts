import { basename } from 'node:path';
import { type Stdin, sanitizeForTerminal, terminalSanitizer } from '@cupel/domain';
import { type ExecuteHooks, type ExecuteRequest, type ExecuteResult, execute } from '@cupel/judge';
import { paintFor } from '../paint.js';
import { readBytes } from '../read-bytes.js';
import { openSession, warmth } from '../session.js';
import { prepareSubmission, type Source, type SubmissionOptions, saveEvidence } from '../submission.js';
import { verdictLine } from '../verdict-line.js';
import { openScreen, type Screen } from './run-terminal.js';

/** As a shell reports a command that Ctrl-C ended. */
const INTERRUPTED = 130;

export interface RunOptions extends SubmissionOptions {
  readonly stdin?: string;
  readonly tty?: boolean;
}

/** `cupel run FILE`: output as it comes, what is piped in goes in as it comes, and one verdict line on stderr at the end. */
export async function runCommand(file: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { toolchain, request } = await prepareSubmission(sourceOf(file), args, options);
  const stdin = stdinOf(file, options.stdin);
  const screen = options.tty === true ? openScreen(process.stdin, process.stdout) : undefined;
  const interrupt = interruption();
  await using session = openSession(warmth(options));
  const asked = { ...request, ...streamsOf(screen), stdin, returnBytes: 0 };
  const hooks = hooksOf(screen, interrupt.signal);
  const result = await execute(await session.sandbox(), toolchain, asked, hooks).finally(() => screen?.restore());
  process.stdin.destroy();
  if (options.saveEvidence !== undefined) saveEvidence(options.saveEvidence, result);
  tell(result);
  process.exitCode = interrupt.signal.aborted ? INTERRUPTED : result.judgement.verdict === 'IE' ? 1 : 0;
}

/** Ctrl-C, an end that somebody asks for, or a terminal that goes away: the run is stopped, and nothing of it stays. */
function interruption(): AbortController {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort());
  return interrupt;
}

/** At a terminal stderr is shown there too, unless it was sent elsewhere. */
function streamsOf(screen: Screen | undefined): Pick<ExecuteRequest, 'terminal' | 'stderr' | 'env'> {
  if (screen === undefined) return {};
  const apart = process.stdout.isTTY && !process.stderr.isTTY;
  return { terminal: screen.size, stderr: { kind: apart ? 'pipe' : 'stdout' }, env: { TERM: 'xterm-256color' } };
}

function hooksOf(screen: Screen | undefined, signal: AbortSignal): ExecuteHooks {
  const lines = { stdout: terminalSanitizer(), stderr: terminalSanitizer() };
  const inLines = (stream: 'stdout' | 'stderr') => (chunk: Uint8Array) =>
    process[stream].isTTY ? lines[stream].push(chunk) : chunk;
  const write = {
    stdout: writerTo(process.stdout, screen?.shown ?? inLines('stdout')),
    stderr: writerTo(process.stderr, inLines('stderr')),
  };
  return {
    signal,
    onOutput: (stream, chunk) => write[stream](chunk),
    ...(screen === undefined ? {} : { onStarted: screen.onStarted }),
  };
}

function sourceOf(file: string): Source {
  const bytes = readBytes(file, 'file');
  return file === '-' ? { bytes, field: 'file' } : { name: basename(file), bytes, field: 'file' };
}

/** What is piped in, or typed, reaches the program while it runs; a source that came through stdin has used it up. */
function stdinOf(file: string, path: string | undefined): Stdin {
  if (path !== undefined) return { kind: 'bytes', bytes: readBytes(path, '--stdin') };
  return file === '-' ? { kind: 'null' } : { kind: 'stream', chunks: process.stdin };
}

/** Bytes as they are into a pipe or file; into a terminal only what cannot command it. Slow readers slow the program down. */
function writerTo(
  stream: NodeJS.WriteStream,
  shown: (chunk: Uint8Array) => Uint8Array | string,
): (chunk: Uint8Array) => Promise<void> | undefined {
  return (chunk) => {
    if (stream.write(shown(chunk)) || stream.destroyed) return undefined;
    return new Promise((resolve) => {
      stream.once('drain', resolve);
      stream.once('close', resolve);
    });
  };
}

function tell(result: ExecuteResult): void {
  const { compile } = result;
  if (compile !== undefined && compile.output.length > 0) {
    process.stderr.write(process.stderr.isTTY ? sanitizeForTerminal(compile.output) : compile.output);
  }
  process.stderr.write(verdictLine(result, paintFor(process.stderr)));
}
