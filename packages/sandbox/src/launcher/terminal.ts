import { SandboxError, type TerminalSize } from '@cupel/domain';

const MOST = 65_535;
const LAST_SIGNAL = 64;

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Rows and columns as the launcher takes them. Throws a SandboxError: what it would take for a broken frame ends all runs. */
export const checkedSize = ({ rows, columns }: TerminalSize): readonly [rows: number, columns: number] => {
  if (isWithin(rows, 0, MOST) && isWithin(columns, 0, MOST)) return [rows, columns];
  const detail = `a terminal of ${rows} rows and ${columns} columns; the most is ${MOST}`;
  throw new SandboxError({ kind: 'refused', refusal: 'out_of_range', field: 'terminal', detail });
};

/** Throws a SandboxError where there is no signal of that number. */
export const checkedSignal = (number: number): number => {
  if (isWithin(number, 1, LAST_SIGNAL)) return number;
  const detail = `there is no signal ${number}; they are numbered 1 to ${LAST_SIGNAL}`;
  throw new SandboxError({ kind: 'refused', refusal: 'out_of_range', field: 'signal', detail });
};
