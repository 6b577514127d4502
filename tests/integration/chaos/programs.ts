import type { Random } from './random.ts';

/** A program and what must come of it, whatever is killed meanwhile. */
export interface Expected {
  readonly language: string;
  readonly code: string;
  readonly verdict: string;
  readonly stdout: string;
}

/** The number makes each program another, so that no result can be mistaken for that of a neighbour. */
const KINDS: readonly ((number: number) => Expected)[] = [
  (number) => ({ language: 'python', code: `print(${number} + 1)`, verdict: 'AC', stdout: `${number + 1}\n` }),
  (number) => ({ language: 'bash', code: `echo ${number}`, verdict: 'AC', stdout: `${number}\n` }),
  (number) => ({
    language: 'c',
    code: `#include <stdio.h>\nint main(void) { printf("%d\\n", ${number}); return 0; }`,
    verdict: 'AC',
    stdout: `${number}\n`,
  }),
  (number) => ({ language: 'bash', code: `echo ${number}; exit 3`, verdict: 'RE', stdout: `${number}\n` }),
  (number) => ({ language: 'c', code: `int main(void) { return missing_${number}; }`, verdict: 'CE', stdout: '' }),
  (number) => ({ language: 'bash', code: `sleep 0.1; echo ${number}; kill -SEGV $$`, verdict: 'SIG', stdout: `${number}\n` }),
];

/** Mostly quick ones: what lives long is met by many kills, and a job that is met by three is quarantined, as it should be. */
const WEIGHTS = [8, 5, 1, 3, 1, 1];

export function chooseProgram(random: Random, number: number): Expected {
  const total = WEIGHTS.reduce((sum, weight) => sum + weight, 0);
  let place = random.below(total);
  const kind = WEIGHTS.findIndex((weight) => {
    place -= weight;
    return place < 0;
  });
  return (KINDS[kind] as (typeof KINDS)[number])(number);
}
