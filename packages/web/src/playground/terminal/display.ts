import { terminalSanitizer } from '@cupel/domain';

export type Stream = 'stdin' | 'stdout' | 'stderr';
/** A terminal, or pipes that are typed into line by line. */
export type TerminalKind = 'terminal' | 'lines';

const RESET = '\u001b[0m';
/** Told apart by more than colour: the bright red of the theme, and dotted underlines. */
const STDERR = '\u001b[91;4:4m';
const TYPED = '\u001b[1m';
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const STYLES = /\u001b\[([\d;:]*)m/g;
const MOST_STYLES = 32;

/**
 * What is written to the terminal of the page for what a program wrote. Only what draws goes through: no title, clipboard or
 * link, no question whose answer would be typed. Stderr comes by a way of its own and so is marked, whatever styles either
 * stream has set for itself.
 */
export class Display {
  readonly #kind: TerminalKind;
  readonly #sanitizers = {
    stdin: terminalSanitizer(),
    stdout: terminalSanitizer('screen'),
    stderr: terminalSanitizer('screen'),
  };
  /** What stdout has set since its last reset. */
  #styles: string[] = [];

  constructor(kind: TerminalKind) {
    this.#kind = kind;
  }

  show(stream: Stream, bytes: Uint8Array): string {
    const text = this.#sanitizers[stream].push(bytes);
    // A terminal's own line discipline has added the carriage returns to what it shows; a pipe has none.
    if (stream === 'stdout') return this.#noted(this.#kind === 'lines' ? withReturns(text) : text);
    if (stream === 'stdin') return this.#styled(TYPED, text);
    // A question at a terminal comes on stderr as well (Python's input, read -p): a line that has no end yet is not marked.
    const lines = this.#kind === 'lines' ? text.length : text.lastIndexOf('\n') + 1;
    return this.#styled(STDERR, text.slice(0, lines)) + this.#styled('', text.slice(lines));
  }

  #styled(style: string, text: string): string {
    if (text === '') return '';
    const styled = text.replace(STYLES, (sequence, values: string) => (isReset(values) ? `${sequence}${style}` : sequence));
    return `${RESET}${style}${withReturns(styled)}${RESET}${this.#styles.join('')}`;
  }

  #noted(text: string): string {
    for (const [sequence, values = ''] of text.matchAll(STYLES)) {
      if (isReset(values)) this.#styles = [];
      this.#styles = [...this.#styles, sequence].slice(-MOST_STYLES);
    }
    return text;
  }
}

/** As the page itself shows what is being typed. */
export const typedLook = (text: string): string => `${RESET}${TYPED}${withReturns(text)}${RESET}`;

export const noteLook = (text: string): string => `${RESET}\u001b[2m${withReturns(text)}${RESET}`;

const isReset = (values: string): boolean => /^0*(;|$)/.test(values);

function withReturns(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
