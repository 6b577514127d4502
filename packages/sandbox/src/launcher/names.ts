import { constants } from 'node:os';
import { WALLS, type Wall } from '@cupel/domain';
import { WALLS as WALL_NUMBERS } from './protocol.gen.js';

const AUDIT_ARCHITECTURES: Readonly<Record<number, string>> = {
  3221225534: 'x86_64',
  1073741827: 'i386',
  3221225655: 'aarch64',
  1073741864: 'arm',
};

/** The kernel's first real-time signal; those have no names of their own. */
const FIRST_REAL_TIME_SIGNAL = 32;

/** Where two names share a number, the first of the C library's list is the one that people write. */
const byNumber = (names: Readonly<Record<string, number>>): ReadonlyMap<number, string> =>
  new Map(
    Object.entries(names)
      .reverse()
      .map(([name, number]) => [number, name]),
  );

const signals = byNumber(constants.signals);
/** Node names only what it meets itself; these a box meets too: broken interpreters and too many namespaces. */
const errnos = byNumber({ ...constants.errno, ELIBACC: 79, ELIBBAD: 80, EUSERS: 87 });

/** `SIGSEGV` for 11; `SIG32` and so on where a number has no name. */
export const signalName = (number: number): string =>
  number < FIRST_REAL_TIME_SIGNAL ? (signals.get(number) ?? `SIG${number}`) : `SIG${number}`;

/** `ENOENT` for 2, `none` for 0. */
export const errnoName = (number: number): string => (number === 0 ? 'none' : (errnos.get(number) ?? `E${number}`));

/** `x86_64` for AUDIT_ARCH_X86_64; hexadecimal where it is none of those that a filter of ours meets. */
export const architectureName = (audit: number): string => AUDIT_ARCHITECTURES[audit] ?? `0x${audit.toString(16)}`;

/** Which row of a protocol table has this number, in lower case as the domain writes it; throws where none has. */
export const rowName = <Table extends Readonly<Record<string, number>>>(
  table: Table,
  value: number,
): Lowercase<Extract<keyof Table, string>> => {
  const name = Object.keys(table).find((key) => table[key] === value);
  if (name === undefined) throw new RangeError(`the launcher sent ${value}, which its protocol does not name`);
  return name.toLowerCase() as Lowercase<Extract<keyof Table, string>>;
};

/** The walls of a mask, in the order in which they are raised. */
export const wallsOf = (mask: number): readonly Wall[] =>
  WALLS.filter((wall) => (mask & (1 << WALL_NUMBERS[wall.toUpperCase() as Uppercase<Wall>])) !== 0);
