const [QUOTE, BACKSLASH, COLON] = [34, 92, 58];
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);
const BLANKS = new Set([9, 10, 13, 32]);

export interface JsonScan {
  /** How deep it is nested; counted up to one more than is allowed. */
  readonly depth: number;
  /** A key that an object holds twice: of two programs that read it, each may believe another. */
  readonly duplicate?: string;
}

/** Looks at JSON without building anything of it, and without recursion. What is no JSON is for the parser to refuse. */
export function scanJson(text: string, mostDepth: number): JsonScan {
  const open: Set<string>[] = [];
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      const end = endOfString(text, index);
      const key = isKey(text, end) ? readKey(text.slice(index, end + 1)) : undefined;
      const keys = open.at(-1);
      if (key !== undefined && keys?.has(key)) return { depth: deepest, duplicate: key };
      if (key !== undefined) keys?.add(key);
      index = end;
    } else if (OPENING.has(code)) {
      open.push(new Set());
      deepest = Math.max(deepest, open.length);
      if (deepest > mostDepth) return { depth: deepest };
    } else if (CLOSING.has(code)) open.pop();
  }
  return { depth: deepest };
}

/** Where the closing quote stands, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index++;
    else if (code === QUOTE) return index;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let next = end + 1;
  while (BLANKS.has(text.charCodeAt(next))) next++;
  return text.charCodeAt(next) === COLON;
}

/** One key may be written in several ways: `"a"` and `"\u0061"`. */
function readKey(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
