import { CupelError, isBlank } from '@cupel/domain';
import type { NewFile } from '@cupel/store';
import type { Config } from '../settings/schema.js';
import type { SubmissionRequest } from './schema.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** What a program is made of, as bytes. */
export interface Content {
  readonly source: Buffer;
  /** Absent where the language's own name is to be used. */
  readonly sourceName?: string;
  readonly files: readonly NewFile[];
  readonly stdin?: Buffer;
  readonly expectedOutput?: Buffer;
}

/** Throws `field_bad`, `program_missing`, `program_empty`, `source_too_large`, `stdin_too_large`, `files_too_many`. */
export function contentOf(request: SubmissionRequest, config: Config): Content {
  const { code, encoding = 'utf8' } = request;
  const given = (request.files ?? []).map((file, index) => ({
    name: file.name,
    content: { kind: 'bytes', bytes: decodeBytes(file.content, file.encoding ?? encoding, `files[${index}].content`) } as const,
    executable: file.executable ?? false,
  }));
  if (given.length > config.files)
    throw new CupelError('files_too_many', { count: given.length, most: config.files }, { field: 'files' });
  const [first, ...rest] = given;
  const source = code === undefined ? first?.content.bytes : decodeBytes(code, encoding, 'code');
  if (source === undefined) throw new CupelError('program_missing', {}, { field: 'code' });
  const field = code === undefined ? 'files[0].content' : 'code';
  if (source.length > config.codeBytes)
    throw new CupelError('source_too_large', { limit: kilobytes(config.codeBytes) }, { field });
  if (isBlank(source)) throw new CupelError('program_empty', {}, { field });
  const stdin = request.stdin === undefined ? undefined : decodeBytes(request.stdin, encoding, 'stdin');
  if (stdin && stdin.length > config.stdinBytes)
    throw new CupelError('stdin_too_large', { limit: kilobytes(config.stdinBytes) }, { field: 'stdin' });
  return {
    source,
    files: code === undefined ? rest : given,
    ...(code === undefined && first && { sourceName: first.name }),
    ...(stdin && { stdin }),
    ...(request.expected_output !== undefined && {
      expectedOutput: decodeBytes(request.expected_output, encoding, 'expected_output'),
    }),
  };
}

/** Throws `field_bad`: Node's own decoder reads whatever it likes of what is no base64. */
export function decodeBytes(value: string, encoding: 'utf8' | 'base64', field: string): Buffer {
  if (encoding === 'utf8') return Buffer.from(value);
  const dense = value.replace(/[\r\n]+/g, '');
  if (!BASE64.test(dense)) throw new CupelError('field_bad', { field, problem: 'is not base64' }, { field });
  return Buffer.from(dense, 'base64');
}

/** As in Rustbox's messages: 64KB. */
function kilobytes(amount: number): string {
  return amount % 1024 === 0 ? `${amount / 1024}KB` : `${amount} bytes`;
}
