const CARRIAGE_RETURN = 13;
const NEWLINE = 10;
const BLANKS: ReadonlySet<number> = new Set([9, 10, 11, 12, 13, 32]);

export interface NormalisedSource {
  readonly bytes: Uint8Array;
  /** How many line ends were `\r\n`; where 0, `bytes` are those that were given. */
  readonly lineEnds: number;
}

/** `\r\n` becomes `\n`: a script whose first line ends in `\r` names an interpreter that does not exist. Other bytes stay. */
export function normaliseSource(bytes: Uint8Array): NormalisedSource {
  const kept = bytes.filter((byte, index) => byte !== CARRIAGE_RETURN || bytes[index + 1] !== NEWLINE);
  const lineEnds = bytes.length - kept.length;
  return { bytes: lineEnds === 0 ? bytes : kept, lineEnds };
}

/** Whether a source holds nothing but blanks. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => BLANKS.has(byte));
}
