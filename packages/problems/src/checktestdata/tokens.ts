export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  readonly text: string;
  /** From 1, in the grammar. */
  readonly line: number;
}

/** Something in the grammar that cannot be read, or an input that is not as the grammar says. */
export class CheckError extends Error {}

const PATTERN =
  /(?<space>\s+|#[^\n]*)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>\d+(\.\d+)?([eE][+-]?\d+)?)|"(?<string>(\\[\s\S]|[^"\\])*)"|(?<sign>[<>=!]=|&&|\|\||[-+*/%^<>!=()[\],])/y;

/** The words of a grammar; the last is its end. Throws CheckError. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const pattern = new RegExp(PATTERN);
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) throw new CheckError(`line ${line} of the grammar: ${JSON.stringify(text[at])} cannot be read`);
    const { name, number, string, sign } = groups;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, line });
    if (number !== undefined) tokens.push({ kind: 'number', text: number, line });
    if (string !== undefined) tokens.push({ kind: 'string', text: unescaped(string), line });
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
    line += text.slice(at, pattern.lastIndex).split('\n').length - 1;
  }
  return [...tokens, { kind: 'end', text: 'the end', line }];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', '\n': '' };

/** In expressions a backslash before anything else is kept: it is the pattern's. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, escaped: string) => {
    if (/^[0-7]+$/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 255);
    if (escaped === '"' || escaped === '\\') return escaped;
    return ESCAPES[escaped] ?? whole;
  });
}
