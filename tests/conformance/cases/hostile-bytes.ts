import { FieldWriter } from '../../../packages/sandbox/src/launcher/fields.js';
import { encodeFrame, encodeWords } from '../../../packages/sandbox/src/launcher/frames.js';
import {
  CLIENT_FRAMES as C,
  HELLO_FIELDS,
  LAUNCHER_FRAMES as L,
  PROTOCOL_MAGIC,
  RUN_FIELDS,
  STDIO_KINDS,
} from '../../../packages/sandbox/src/launcher/protocol.gen.js';
import { encodeHello } from '../../../packages/sandbox/src/launcher/welcome.js';

/** A greeting. */
export const hello = (magic: number, version: number) =>
  encodeFrame(C.HELLO, 0, new FieldWriter().number(HELLO_FIELDS.MAGIC, magic).number(HELLO_FIELDS.VERSION, version).finish());
/** Bytes from hexadecimal digits. */
export const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** What is said instead of a greeting. */
export const RUDE: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a run before the greeting', encodeFrame(C.RUN, 1)],
  ['another magic', hello(PROTOCOL_MAGIC + 1, 1)],
  ['an empty greeting', encodeFrame(C.HELLO, 0)],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: launcher\r\n\r\n')],
];

/** What breaks the format after a greeting. */
export const BROKEN: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['a frame of 4 GiB', hex('ffffffff 0200 0000 01000000')],
  ['a frame one byte too long', hex('01000002 0200 0000 01000000')],
  ['a reserved bit in the header', hex('00000000 0b00 0100 00000000')],
  ['a type that does not exist', encodeFrame(999, 0)],
  ['a type of the other side', encodeFrame(L.EVIDENCE, 1)],
  ['a second greeting', encodeHello()],
  ['credit for a stream that does not exist', encodeFrame(C.CREDIT, 1, encodeWords(9, 1))],
  ['credit of the wrong length', encodeFrame(C.CREDIT, 1, encodeWords(1))],
  ['a release of the wrong length', encodeFrame(C.RELEASE, 0, encodeWords(1))],
];

const change = (run: Buffer, tag: number, ...parts: readonly Uint8Array[]) =>
  Buffer.concat([run, new FieldWriter().bytes(tag, ...parts).finish()]);

/** RUN payloads that the shipped client would never make. */
export const WRONG_RUNS: readonly (readonly [name: string, make: (run: Buffer) => Buffer])[] = [
  ['without any field', () => Buffer.alloc(0)],
  ['that ends within a field', (run) => run.subarray(0, -1)],
  ['with a field longer than the frame', (run) => Buffer.concat([run, hex('0200 0000 ffffffff')])],
  ['with a reserved bit in a field', (run) => Buffer.concat([run, hex('0300 0100 00000000')])],
  ['with an unknown field', (run) => change(run, 99)],
  ['with a field that must not repeat', (run) => change(run, RUN_FIELDS.PROFILE, Buffer.from('judge'))],
  ['with a number of 4 bytes', (run) => change(run, RUN_FIELDS.KEEP, encodeWords(1))],
  ['with a NUL in an argument', (run) => change(run, RUN_FIELDS.ARG, Buffer.from('a\0b'))],
  ['with a file shorter than its name', (run) => change(run, RUN_FIELDS.FILE, encodeWords(0o644, 100), Buffer.from('x'))],
  ['with a set-uid file', (run) => change(run, RUN_FIELDS.FILE, encodeWords(0o4755, 1), Buffer.from('x'))],
  ['with a descriptor 3', (run) => change(run, RUN_FIELDS.STDIO, encodeWords(3, STDIO_KINDS.PIPE))],
  ['with walls left out', (run) => change(run, RUN_FIELDS.WITHOUT, hex('ff07000000000000'))],
  [
    'with 513 arguments',
    (run) => Array.from({ length: 513 }).reduce<Buffer>((all) => change(all, RUN_FIELDS.ARG, Buffer.from('x')), run),
  ],
];

/** Numbers that look random and are the same each time, so that what fails once fails again. */
export const noise = (seed: number, length: number): Buffer => {
  let state = seed * 2654435761 + 1;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    }),
  );
};

/** The fields of a payload, each with its header. */
export const fieldsOf = (payload: Buffer): readonly Buffer[] => {
  const fields: Buffer[] = [];
  for (let at = 0; at < payload.length; ) {
    const end = at + 8 + payload.readUInt32LE(at + 4);
    fields.push(payload.subarray(at, end));
    at = end;
  }
  return fields;
};
