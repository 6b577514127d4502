import type { Content } from '@cupel/domain';
import type { Issues } from '../issues.js';
import type { PackageTest } from './case.js';

const NEWLINE = 10;

/** What makes solutions fail that are right: line ends of other systems, a byte-order mark, a last line without an end. */
export function checkTexts(tests: readonly PackageTest[], issues: Issues): void {
  for (const { input, inputPath, answer, answerPath } of tests) {
    checkText(input, inputPath, issues);
    checkText(answer, answerPath, issues);
  }
}

function checkText(content: Content, path: string, issues: Issues): void {
  if (content.kind !== 'bytes' || content.bytes.length === 0) return;
  const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length);
  const carriage = bytes.indexOf('\r\n');
  if (carriage >= 0) issues.warning(path, 'has line ends of Windows (\\r\\n)', lineAt(bytes, carriage));
  if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) issues.warning(path, 'begins with a byte-order mark', 1);
  if (bytes.at(-1) !== NEWLINE) issues.warning(path, 'does not end with a newline', lineAt(bytes, bytes.length));
}

function lineAt(bytes: Buffer, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(NEWLINE); next >= 0 && next < at; next = bytes.indexOf(NEWLINE, next + 1)) line++;
  return line;
}
