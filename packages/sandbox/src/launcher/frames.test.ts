import { expect, test } from 'vitest';
import { Fields, FieldWriter } from './fields.js';
import { encodeFrame, encodeWords, type Frame, FrameReader } from './frames.js';

const readAll = (reader: FrameReader, chunks: readonly Buffer[]): Frame[] => chunks.flatMap((chunk) => [...reader.push(chunk)]);

test('a frame is twelve bytes of header, little-endian, and its payload', () => {
  expect(encodeFrame(5, 0x01020304, encodeWords(1, 0x10000)).toString('hex')).toBe(
    '08000000050000000403020101000000' + '00000100',
  );
  expect(encodeFrame(11, 0).toString('hex')).toBe('00000000' + '0b00' + '0000' + '00000000');
});

const stream = Buffer.concat([
  encodeFrame(65, 7),
  encodeFrame(66, 7, Buffer.from('abc')),
  encodeFrame(71, 8, Buffer.alloc(70_000, 1)),
]);
const frames = [
  { type: 65, run: 7, payload: Buffer.alloc(0) },
  { type: 66, run: 7, payload: Buffer.from('abc') },
  { type: 71, run: 8, payload: Buffer.alloc(70_000, 1) },
];

test.each([1, 2, 11, 12, 13, 27, 65_536, 1 << 20])('frames are found again when they come in pieces of %d bytes', (size) => {
  const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) => stream.subarray(i * size, (i + 1) * size));
  expect(readAll(new FrameReader(), pieces)).toEqual(frames);
});

test('a payload that is cut off stays unread', () => {
  expect(readAll(new FrameReader(), [stream.subarray(0, -1)])).toEqual(frames.slice(0, 2));
});

test('a length beyond the limit is refused before the payload has come', () => {
  const header = encodeFrame(66, 1, Buffer.alloc(1025)).subarray(0, 12);
  expect(() => readAll(new FrameReader(1024), [header])).toThrow('longer than the 1024');
});

test('a reserved bit is refused', () => {
  const frame = encodeFrame(66, 1);
  frame[6] = 1;
  expect(() => readAll(new FrameReader(), [frame])).toThrow('reserved');
});

test('fields are eight bytes of header and their value, numbers are u64', () => {
  const bytes = new FieldWriter()
    .number(20, 2n ** 63n + 1n)
    .text(2, 'é')
    .finish();
  expect(bytes.toString('hex')).toBe('1400000008000000' + '0100000000000080' + '0200000002000000' + 'c3a9');
});

test('fields are read by tag, and those that repeat in their order', () => {
  const fields = new Fields(new FieldWriter().text(7, 'a').number(9, 5).text(7, '').finish());
  expect(fields.texts(7)).toEqual(['a', '']);
  expect([fields.getNumber(9), fields.findNumber(8), fields.text(8)]).toEqual([5, undefined, '']);
  expect(() => fields.getNumber(8)).toThrow('field 8 is absent');
  expect(() => fields.getNumber(7)).toThrow('1 bytes, not 8');
});

test.each([
  ['a field that ends behind its frame', '0100000002000000ff', 'longer than its frame'],
  ['a header that is cut off', '01000000000000', 'shorter than its header'],
])('%s is refused', (_name, hex, message) => {
  expect(() => new Fields(Buffer.from(hex, 'hex'))).toThrow(message);
});
