import { FIELD_HEADER_BYTES } from './protocol.gen.js';

/** Puts fields of protocol.h one after another: integers as u64, text as UTF-8, the rest as it is. */
export class FieldWriter {
  readonly #parts: Uint8Array[] = [];

  /** @param value Not negative, below 2^64. */
  number(tag: number, value: number | bigint): this {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return this.bytes(tag, bytes);
  }

  text(tag: number, value: string): this {
    return this.bytes(tag, Buffer.from(value));
  }

  /** One field whose value is the concatenation of `parts`. */
  bytes(tag: number, ...parts: readonly Uint8Array[]): this {
    const header = Buffer.alloc(FIELD_HEADER_BYTES);
    header.writeUInt16LE(tag, 0);
    header.writeUInt32LE(
      parts.reduce((sum, part) => sum + part.length, 0),
      4,
    );
    this.#parts.push(header, ...parts);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** The fields of one payload, by tag. */
export class Fields {
  readonly #values = new Map<number, Buffer[]>();

  /** Throws a RangeError where the payload is no sequence of fields. */
  constructor(payload: Buffer) {
    for (let at = 0; at < payload.length; ) {
      if (payload.length - at < FIELD_HEADER_BYTES) throw new RangeError('a field is shorter than its header');
      const start = at + FIELD_HEADER_BYTES;
      const end = start + payload.readUInt32LE(at + 4);
      if (end > payload.length) throw new RangeError('a field is longer than its frame');
      const tag = payload.readUInt16LE(at);
      this.#values.set(tag, [...(this.#values.get(tag) ?? []), payload.subarray(start, end)]);
      at = end;
    }
  }

  has(tag: number): boolean {
    return this.#values.has(tag);
  }

  findBigInt(tag: number): bigint | undefined {
    const value = this.#values.get(tag)?.[0];
    if (value === undefined) return undefined;
    if (value.length !== 8) throw new RangeError(`field ${tag} is a number of ${value.length} bytes, not 8`);
    return value.readBigUInt64LE();
  }

  findNumber(tag: number): number | undefined {
    const value = this.findBigInt(tag);
    return value === undefined ? undefined : Number(value);
  }

  /** Throws a RangeError where the field is absent. */
  getNumber(tag: number): number {
    const value = this.findNumber(tag);
    if (value === undefined) throw new RangeError(`field ${tag} is absent`);
    return value;
  }

  /** Empty where the field is absent. */
  text(tag: number): string {
    return this.#values.get(tag)?.[0]?.toString() ?? '';
  }

  texts(tag: number): readonly string[] {
    return (this.#values.get(tag) ?? []).map((value) => value.toString());
  }
}
