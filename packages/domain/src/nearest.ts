/**
 * The name that somebody may have meant: the nearest of `names` within a third of its length in edits (a swap of
 * neighbours counts as one), or undefined. Case does not count.
 */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // One letter is near to every other. And a name from a stranger may be of any length: nothing this long is a slip.
  let least = wanted.length < 2 || wanted.length > 64 ? 0 : Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = edits(wanted, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `, did you mean "python"?`, or nothing: the tail of messages that end in a name. */
export function suggestion(name: string, names: Iterable<string>): string {
  const found = nearest(name, names);
  return found === undefined ? '' : `, did you mean "${found}"?`;
}

/** Optimal string alignment distance. */
function edits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const choices = [at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1)];
      if (swapped) choices.push(at(beforeLast, column - 2) + 1);
      current.push(Math.min(...choices));
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, to.length);
}

const at = (distances: readonly number[], index: number): number => distances[index] ?? Number.POSITIVE_INFINITY;
