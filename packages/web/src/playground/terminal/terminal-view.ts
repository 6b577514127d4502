import type { Terminal } from '@xterm/xterm';
import { createTerminal, followSize, type TerminalSize } from './create-terminal.ts';
import { Display, noteLook, type Stream, type TerminalKind, typedLook } from './display.ts';
import { leaveKeysToBrowser } from './keys.ts';
import { LineDraft } from './line-draft.ts';
import { currentTheme, onThemeChange } from './theme.ts';

export interface TerminalOptions {
  readonly parent: HTMLElement;
  readonly kind: TerminalKind;
  onType(text: string | Uint8Array): void;
  onEnd(): void;
  onInterrupt(): void;
  onResize(size: TerminalSize): void;
}

const SAVE = '\u001b7';
/** Back to where the draft begins, and away with it. */
const ERASE_DRAFT = '\u001b8\u001b[J';
/** A program that has died in the middle leaves mouse, brackets and another screen behind. */
const PLAIN = '\u001b[0m\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?2004l\u001b[?25l';
/** A reset leaves it hidden. */
const CURSOR = '\u001b[?25h';
const NORMAL_SCREEN = '\u001b[?1047l';

/** A terminal in the page. What cannot be typed into a pipe by itself (a line that is mended, an end) it sees to. */
export class TerminalView {
  readonly #kind: TerminalKind;
  readonly #terminal: Terminal;
  readonly #line: LineDraft;
  readonly #closing: readonly (() => void)[];
  #display: Display;
  /** Lines that were sent and have not come back yet. */
  #sent = '';
  #drawn = false;

  constructor({ parent, kind, onType, onEnd, onInterrupt, onResize }: TerminalOptions) {
    const terminal = createTerminal(parent);
    this.#kind = kind;
    this.#terminal = terminal;
    this.#display = new Display(kind);
    const send = (text: string) => {
      this.#sent += text;
      onType(text);
    };
    this.#line = new LineDraft({ send, end: onEnd, interrupt: onInterrupt });
    terminal.onData((data) => (kind === 'terminal' ? onType(data) : this.#take(data)));
    terminal.onBinary((data) => onType(Uint8Array.from(data, (character) => character.charCodeAt(0))));
    leaveKeysToBrowser(terminal, () => kind === 'lines' || terminal.options.disableStdin === true);
    const repaint = () => {
      terminal.options.theme = currentTheme();
    };
    this.#closing = [onThemeChange(repaint), followSize(terminal, parent, onResize)];
  }

  show(stream: Stream, bytes: Uint8Array): void {
    const shown = this.#display.show(stream, bytes);
    const text = stream === 'stdin' ? new TextDecoder().decode(bytes) : '';
    if (text !== '' && this.#sent.startsWith(text)) this.#sent = this.#sent.slice(text.length);
    this.#write(shown);
  }

  /** A word of the page's own. */
  note(text: string): void {
    this.#forget();
    this.#write(noteLook(`\n${text}\n`));
  }

  /** Empty, as for another run. */
  reset(): void {
    this.#forget();
    this.#drawn = false;
    this.#display = new Display(this.#kind);
    this.#terminal.reset();
    this.#terminal.write(CURSOR);
  }

  /** Whether somebody reads what is typed. */
  setLive(live: boolean): void {
    const terminal = this.#terminal;
    terminal.options.disableStdin = !live;
    if (live) return;
    this.#forget();
    this.#write(PLAIN);
    terminal.write('', () => terminal.buffer.active.type === 'alternate' && terminal.write(NORMAL_SCREEN));
  }

  focus(): void {
    this.#terminal.focus();
  }

  destroy(): void {
    for (const close of this.#closing) close();
    this.#terminal.dispose();
  }

  #take(data: string): void {
    this.#line.take(data);
    this.#write('');
  }

  /** What is being typed stands after all output, and is drawn anew where something comes before it. */
  #write(shown: string): void {
    const draft = this.#sent + this.#line.text;
    const drawn = draft === '' ? '' : SAVE + typedLook(draft);
    this.#terminal.write((this.#drawn ? ERASE_DRAFT : '') + shown + drawn);
    this.#drawn = draft !== '';
  }

  #forget(): void {
    this.#sent = '';
    this.#line.clear();
  }
}
