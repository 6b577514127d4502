import { basename } from 'node:path';
import { type Stdin, sanitizeForTerminal, terminalSanitizer } from '@cupel/domain';
import { type ExecuteResult, execute } from '@cupel/judge';
import { paintFor } from '../paint.js';
import { readBytes } from '../read-bytes.js';
import { openSession } from '../session.js';
import { prepareSubmission, type Source, type SubmissionOptions, saveEvidence } from '../submission.js';
import { verdictLine } from '../verdict-line.js';

/** As a shell reports a command that Ctrl-C ended. */
const INTERRUPTED = 130;

export interface RunOptions extends SubmissionOptions {
  readonly stdin?: string;
}

/** `cupel run FILE`: output as it comes, what is piped in goes in as it comes, and one verdict line on stderr at the end. */
export async function runCommand(file: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { toolchain, request } = await prepareSubmission(sourceOf(file), args, options);
  const stdin = stdinOf(file, options.stdin);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  await using session = openSession();
  const show = { stdout: writerTo(process.stdout), stderr: writerTo(process.stderr) };
  const hooks = {
    signal: interrupt.signal,
    onOutput: (stream: 'stdout' | 'stderr', chunk: Uint8Array) => show[stream](chunk),
  };
  const result = await execute(await session.sandbox(), toolchain, { ...request, stdin, returnBytes: 0 }, hooks);
  process.stdin.destroy();
  if (options.saveEvidence !== undefined) saveEvidence(options.saveEvidence, result);
  tell(result);
  process.exitCode = interrupt.signal.aborted ? INTERRUPTED : result.judgement.verdict === 'IE' ? 1 : 0;
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
function writerTo(stream: NodeJS.WriteStream): (chunk: Uint8Array) => Promise<void> | undefined {
  const sanitizer = terminalSanitizer();
  return (chunk) => {
    if (stream.write(stream.isTTY ? sanitizer.push(chunk) : chunk) || stream.destroyed) return undefined;
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
