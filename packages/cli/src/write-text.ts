import { writeFileSync } from 'node:fs';
import { CupelError } from '@cupel/domain';

/** Writes a file that was named on the command line; `field` is where it was named. */
export function writeText(path: string, text: string, field: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const problem = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new CupelError('file_unwritable', { name: path, problem }, { field, cause });
  }
}
