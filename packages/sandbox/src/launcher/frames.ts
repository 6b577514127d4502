import { CHUNK_MAX_BYTES, FRAME_HEADER_BYTES } from './protocol.gen.js';

/** One frame as in protocol.h: type, the run that it concerns (0 for none), payload. */
export interface Frame {
  readonly type: number;
  readonly run: number;
  readonly payload: Buffer;
}

/** No frame of the launcher is longer: the raw ones carry a chunk, the others a few short fields. */
const LONGEST_PAYLOAD = 4 * CHUNK_MAX_BYTES;

/** The bytes of one frame. */
export const encodeFrame = (type: number, run: number, payload: Uint8Array = Buffer.alloc(0)): Buffer => {
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt16LE(type, 4);
  frame.writeUInt16LE(0, 6);
  frame.writeUInt32LE(run, 8);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
};

/** The payload of a raw frame that consists of numbers of 32 bits. */
export const encodeWords = (...words: readonly number[]): Buffer => {
  const bytes = Buffer.allocUnsafe(4 * words.length);
  words.forEach((word, index) => {
    bytes.writeUInt32LE(word, 4 * index);
  });
  return bytes;
};

/**
 * Cuts a byte stream into frames, however it was cut into chunks before. Chunks are kept in a list until a frame is
 * whole, so that no byte is copied more than once for the header and once for the payload.
 */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  #header: { readonly length: number; readonly type: number; readonly run: number } | undefined;
  readonly #longest: number;

  /** @param longest Largest payload in bytes that is accepted. */
  constructor(longest: number = LONGEST_PAYLOAD) {
    this.#longest = longest;
  }

  /** The frames that `chunk` completes. Throws where the stream breaks the format; the reader is of no use after that. */
  *push(chunk: Buffer): Generator<Frame, void> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) yield frame;
  }

  #next(): Frame | undefined {
    if (this.#header === undefined) {
      if (this.#size < FRAME_HEADER_BYTES) return undefined;
      this.#header = this.#readHeader(this.#take(FRAME_HEADER_BYTES));
    }
    if (this.#size < this.#header.length) return undefined;
    const { length, type, run } = this.#header;
    this.#header = undefined;
    return { type, run, payload: this.#take(length) };
  }

  #readHeader(bytes: Buffer): { length: number; type: number; run: number } {
    const length = bytes.readUInt32LE(0);
    if (length > this.#longest) throw new RangeError(`a frame of ${length} bytes is longer than the ${this.#longest} allowed`);
    if (bytes.readUInt16LE(6) !== 0) throw new RangeError('a frame header has a reserved bit set');
    return { length, type: bytes.readUInt16LE(4), run: bytes.readUInt32LE(8) };
  }

  /** Takes `length` bytes off the front; there are that many. */
  #take(length: number): Buffer {
    const first = this.#chunks[0];
    const joined = first !== undefined && first.length >= length ? first : Buffer.concat(this.#chunks);
    if (joined === first) this.#chunks.shift();
    else this.#chunks = [];
    if (joined.length > length) this.#chunks.unshift(joined.subarray(length));
    this.#size -= length;
    return joined.subarray(0, length);
  }
}
