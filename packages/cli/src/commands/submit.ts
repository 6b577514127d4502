import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CupelError, decodeText, languageOfFile, sanitizeForTerminal } from '@cupel/domain';
import type { Result, SubmissionRequest } from '@cupel/sdk';
import { asking, print, type ServiceOptions } from '../client.js';
import { languages } from '../languages.js';
import { readBytes } from '../read-bytes.js';

export interface SubmitOptions extends ServiceOptions {
  readonly language?: string;
  readonly version?: string;
  readonly stdin?: string;
  readonly wait?: boolean;
  readonly interactive?: boolean;
  readonly tty?: boolean;
}

/** `cupel submit FILE`: hands a program to the service; its id, or with --wait its result, or a place before it. */
export async function submitCommand(file: string, args: readonly string[], options: SubmitOptions): Promise<void> {
  const request = requestOf(file, args, options);
  if (options.interactive === true || options.tty === true) return sitBefore(request, options);
  if (options.wait !== true) {
    const { id } = await asking(options, (client) => client.submit(request));
    return print(options.json, { id }, id);
  }
  show(await asking(options, (client) => client.run(request)), options);
}

/** What the program wrote has been shown by then; what is left to say is how it ended. */
async function sitBefore(request: SubmissionRequest, options: SubmitOptions): Promise<void> {
  const { runInteractively } = await import('./submit-interactive.js');
  const result = await asking(options, (client) => runInteractively(client, request, options));
  const shown = { stdout: '', stderr: '', stdout_base64: '', stderr_base64: '' };
  show(options.json === true ? result : { ...result, ...shown }, options);
}

/** `cupel result ID`. */
export async function resultCommand(id: string, options: ServiceOptions & { readonly wait?: boolean }): Promise<void> {
  show(await asking(options, (client) => (options.wait === true ? client.wait(id) : client.result(id))), options);
}

function requestOf(file: string, args: readonly string[], { language, version, stdin }: SubmitOptions): SubmissionRequest {
  const name = file === '-' ? undefined : basename(file);
  const id = language ?? (name === undefined ? undefined : languageOfFile(languages(), name)?.id);
  if (id === undefined)
    throw new CupelError('language_needed', { name: name ?? 'a program from stdin' }, { field: '--language' });
  const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    language: id,
    encoding: 'base64',
    code: encode(readBytes(file, 'file')),
    args: [...args],
    ...(version !== undefined && { version }),
    ...(stdin !== undefined && { stdin: encode(stdin === '-' ? readFileSync(0) : readBytes(stdin, '--stdin')) }),
  };
}

/** Output where output goes, and the verdict on stderr, as `cupel run` has it. */
function show(result: Result, { json }: ServiceOptions): void {
  if (json === true) {
    print(true, result, '');
    return;
  }
  write(process.stdout, result.stdout_base64, result.stdout);
  write(process.stderr, result.stderr_base64, result.stderr);
  if (result.compile && result.compile.output !== '') write(process.stderr, undefined, result.compile.output);
  const verdict = result.verdict ?? result.state;
  process.stderr.write(`${verdict}: ${result.because ?? result.error_message ?? `the submission is ${result.state}`}\n`);
}

function write(stream: NodeJS.WriteStream, base64: string | undefined, text: string | null): void {
  const bytes = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
  stream.write(stream.isTTY ? sanitizeForTerminal(decodeText(bytes).text) : bytes);
}
