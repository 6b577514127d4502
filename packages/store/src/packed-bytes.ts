/** Many values of bytes as one parameter: an array of bytea would be written as text, twice as long. */
export interface PackedBytes {
  readonly bytes: Buffer;
  /** Where each begins, counted from 1 as in `substring(… FROM … FOR …)`. */
  readonly starts: readonly number[];
  /** Null where there is none. */
  readonly lengths: readonly (number | null)[];
}

export function packBytes(values: readonly (Uint8Array | null | undefined)[]): PackedBytes {
  const starts: number[] = [];
  const lengths: (number | null)[] = [];
  let next = 1;
  for (const value of values) {
    starts.push(next);
    lengths.push(value?.length ?? null);
    next += value?.length ?? 0;
  }
  return { bytes: Buffer.concat(values.flatMap((value) => value ?? [])), starts, lengths };
}
