import type { Wall } from '@cupel/domain';

/** What an attack says of itself in its first comment. */
export interface Header {
  readonly id: string;
  readonly attack: string;
  /** Every wall that stops it; the control takes exactly these away, and `also`. */
  readonly walls: readonly Wall[];
  /** Walls that do not stop it, but that the control cannot leave standing for the attack to get that far. */
  readonly also: readonly Wall[];
  /** Where no wall of the launcher stops it: what shows that the probe works. */
  readonly control?: string;
  readonly effect: string;
  readonly verdict: string;
  readonly verdicts: readonly string[];
}

export interface Attack {
  readonly header: Header;
  /** Of its program, from tests/adversarial. */
  readonly path: string;
  readonly folder: string;
}

export function parseHeader(text: string, path: string): Header;
export function readAttacks(root: string): readonly Attack[];
