import { readFileSync } from 'node:fs';
import { CupelError } from '@cupel/domain';

const STDIN = 0;

/** The bytes of a file that was named on the command line; `-` is stdin. `field` is where it was named. */
export function readBytes(path: string, field: string): Uint8Array {
  try {
    return readFileSync(path === '-' ? STDIN : path);
  } catch (cause) {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CupelError('file_unreadable', { name: path, problem }, { field, cause });
  }
}
