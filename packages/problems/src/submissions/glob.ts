/** How deep braces may stand in one another, and how many patterns they may become: `{a,b}{c,d}…` doubles with each pair. */
const MOST_PATTERNS = 256;

/** `{a,b}*.py` without its braces. Undefined where they do not close, or become too many. */
export function expandBraces(pattern: string): readonly string[] | undefined {
  let open: readonly string[] = [pattern];
  for (;;) {
    const next = open.flatMap((one) => {
      const match = /^([^{}]*)\{([^{}]*)\}(.*)$/s.exec(one);
      if (match === null) return [one];
      const [, before = '', choices = '', after = ''] = match;
      return choices.split(',').map((choice) => `${before}${choice}${after}`);
    });
    if (next.length > MOST_PATTERNS) return undefined;
    if (next.every((one) => !/[{}]/.test(one))) return next;
    if (next.length === open.length && next.every((one, index) => one === open[index])) return undefined;
    open = next;
  }
}

/** Whether a path, or a folder above it, matches: `*` stands for any characters but a slash. */
export function matchesGlob(pattern: string, path: string): boolean {
  const parts = path.split('/');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return (expandBraces(pattern) ?? []).some((one) => paths.some((candidate) => matchesOne(one, candidate)));
}

/** Part by part and without backtracking over the whole: patterns come from strangers. */
function matchesOne(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, index) => matchesPart(part, given[index] ?? ''));
}

function matchesPart(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === text;
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
