/** Splits at blanks as a shell does, with quotes and backslashes and nothing else: `-n 3 "two words"`. */
export function splitArguments(text: string): readonly string[] {
  const found: string[] = [];
  const pattern = /"((?:\\.|[^"\\])*)"|'([^']*)'|((?:\\.|[^\s"'\\])+)|(\s+)/gs;
  let open = false;
  for (const [, double, single, bare, blank] of text.matchAll(pattern)) {
    if (blank !== undefined) {
      open = false;
      continue;
    }
    const piece = single ?? (double ?? bare ?? '').replace(/\\(.)/gs, '$1');
    if (open) found[found.length - 1] += piece;
    else found.push(piece);
    open = true;
  }
  return found;
}
