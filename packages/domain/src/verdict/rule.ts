import type { Facts } from './facts.js';
import type { Verdict } from './verdicts.js';

export type FactPath = keyof Facts;

export interface Match {
  readonly because: string;
  readonly read: Readonly<Partial<Facts>>;
}

/** One row of the table. Rows are data: their order is the order in which they are asked. */
export interface Rule<Cause extends string = string> {
  readonly cause: Cause;
  readonly verdict: Verdict;
  /** What must hold, in words; the table of causes in the docs is made of these. */
  readonly means: string;
  readonly reads: readonly FactPath[];
  match(facts: Facts): Match | undefined;
}

interface Row<Cause extends string, Path extends FactPath> {
  readonly cause: Cause;
  readonly verdict: Verdict;
  readonly means: string;
  readonly reads: readonly Path[];
  readonly when: (facts: Pick<Facts, Path>) => boolean;
  /** What happened, as a sentence without its subject: "used 1.02 s of CPU time, the limit is 1 s". */
  readonly because: (facts: Pick<Facts, Path>) => string;
}

/** A row whose predicate and sentence can see no other facts than those it says it reads. */
export function rule<const Cause extends string, Path extends FactPath>(row: Row<Cause, Path>): Rule<Cause> {
  const { cause, verdict, means, reads, when, because } = row;
  const match = (facts: Facts): Match | undefined => {
    const read = pick(facts, reads);
    return when(read) ? { because: because(read), read } : undefined;
  };
  return { cause, verdict, means, reads, match };
}

function pick<Path extends FactPath>(facts: Facts, paths: readonly Path[]): Pick<Facts, Path> {
  return Object.fromEntries(paths.map((path) => [path, facts[path]])) as Pick<Facts, Path>;
}
