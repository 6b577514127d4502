import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CupelError } from './errors/cupel-error.js';
import { chunkDecoder, decodeText, requireText } from './utf8.js';

test('text is decoded, and what is lost is said', () => {
  expect(decodeText(Buffer.from('é漢'))).toEqual({ text: 'é漢', lossy: false });
  expect(decodeText(new Uint8Array([0x61, 0xff]))).toEqual({ text: 'a\ufffd', lossy: true });
  expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).text).toBe('\ufeffa');
});

test.each([
  [[0xff], 0],
  [[0x61, 0xff, 0x62], 1],
  [[0x61, 0x62, 0xc3], 2],
  [[0xc3, 0xa9, 0xc3, 0x28], 3],
  [[...Buffer.from('a'.repeat(1000)), 0x80], 1000],
])('%j is refused at byte %i', (bytes, offset) => {
  expect(() => requireText(new Uint8Array(bytes), 'language')).toThrow(`language is not valid UTF-8 at byte ${offset}`);
});

test('what is UTF-8 passes, what is not is refused with the field', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const same = Buffer.from(bytes).equals(Buffer.from(decodeText(bytes).text, 'utf8'));
      try {
        expect(Buffer.from(requireText(bytes, 'code'), 'utf8')).toEqual(Buffer.from(bytes));
        expect(same).toBe(true);
      } catch (error) {
        if (!(error instanceof CupelError)) throw error;
        expect(error).toMatchObject({ code: 'not_utf8', field: 'code' });
        expect(same).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a character that is split between chunks stays whole', () => {
  const [bytes, decoder] = [Buffer.from('a漢b'), chunkDecoder()];
  expect(decoder.decode(bytes.subarray(0, 2)) + decoder.decode(bytes.subarray(2)) + decoder.end()).toBe('a漢b');
});
