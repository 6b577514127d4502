import { CupelError, type Stdin } from '@cupel/domain';
import { execute } from '@cupel/judge';
import { readBytes } from '../read-bytes.js';
import { resultJson } from '../result-json.js';
import { openSession, warmth } from '../session.js';
import { prepareSubmission, type Source, type SubmissionOptions, saveEvidence } from '../submission.js';

export interface ExecuteCodeOptions extends SubmissionOptions {
  readonly code?: string;
  readonly codeFile?: string;
  readonly stdin?: string;
  readonly stdinFile?: string;
  readonly base64?: boolean;
}

/** `judge execute-code`: one JSON answer on stdout. Exit code 0 when a verdict was reached, 1 where it is IE. */
export async function executeCodeCommand(args: readonly string[], options: ExecuteCodeOptions): Promise<void> {
  const stdin = stdinOf(options);
  const { toolchain, request } = await prepareSubmission(sourceOf(options), args, options);
  await using session = openSession(warmth(options));
  const result = await execute(await session.sandbox(), toolchain, { ...request, stdin });
  if (options.saveEvidence !== undefined) saveEvidence(options.saveEvidence, result);
  process.stdout.write(`${JSON.stringify(resultJson(result, options.base64 ?? false), null, 2)}\n`);
  process.exitCode = result.judgement.verdict === 'IE' ? 1 : 0;
}

function sourceOf({ code, codeFile }: ExecuteCodeOptions): Source {
  refuseBoth('--code', code, '--code-file', codeFile);
  if (code !== undefined) return { bytes: Buffer.from(code), field: '--code' };
  if (codeFile !== undefined) return { bytes: readBytes(codeFile, '--code-file'), field: '--code-file' };
  throw new CupelError('program_missing', {}, { field: '--code' });
}

function stdinOf({ stdin, stdinFile }: ExecuteCodeOptions): Stdin {
  refuseBoth('--stdin', stdin, '--stdin-file', stdinFile);
  if (stdin !== undefined) return { kind: 'bytes', bytes: Buffer.from(stdin) };
  return stdinFile === undefined ? { kind: 'null' } : { kind: 'bytes', bytes: readBytes(stdinFile, '--stdin-file') };
}

function refuseBoth(option: string, value: unknown, other: string, otherValue: unknown): void {
  if (value !== undefined && otherValue !== undefined)
    throw new CupelError('option_conflict', { option, other }, { field: other });
}
