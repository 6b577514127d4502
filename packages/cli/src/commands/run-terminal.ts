import { type RunControl, type TerminalSize, terminalSanitizer } from '@cupel/domain';

const UNKNOWN_SIZE: TerminalSize = { rows: 24, columns: 80 };
/** Colours, character set and keypad; the scrolling region without moving the cursor. */
const PLAIN = '\u001b[0m\u001b(B\u001b>\u001b7\u001b[r\u001b8';
/** Wrapping and the cursor; every other mode is off unless a program asks for it. */
const USUALLY_ON: ReadonlySet<string> = new Set(['7', '25']);

/** Our side of a program's terminal: the person's own terminal where there is one, made raw while the program has it. */
export interface Screen {
  readonly size: TerminalSize;
  readonly onStarted: (control: Pick<RunControl, 'resize'>) => void;
  /** What may be shown of a chunk of the program's output. */
  readonly shown: (chunk: Uint8Array) => Uint8Array | string;
  /** Puts the terminal back as it was. */
  readonly restore: () => void;
}

/** Keys then go to the program as they are: Ctrl-C interrupts it, and not us. */
export function openScreen(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream): Screen {
  const sanitizer = terminalSanitizer('screen');
  const modes = new Modes();
  let resize: () => void = () => undefined;
  return {
    size: sizeOf(stdout),
    onStarted: (control) => {
      if (stdin.isTTY) stdin.setRawMode(true);
      resize = () => control.resize(sizeOf(stdout));
      stdout.on('resize', resize);
    },
    shown: (chunk) => (stdout.isTTY ? modes.note(sanitizer.push(chunk)) : chunk),
    restore: () => {
      stdout.off('resize', resize);
      if (stdin.isTTY) stdin.setRawMode(false);
      if (stdout.isTTY) stdout.write(modes.reset());
    },
  };
}

/** The modes that a program has switched (another screen, no cursor, the mouse), so that they can be switched back. */
class Modes {
  readonly #switched = new Set<string>();

  note(shown: string): string {
    for (const sequence of shown.split('\u001b[?').slice(1))
      for (const mode of /^([\d;]*)[hl]/.exec(sequence)?.[1]?.split(';') ?? []) this.#switched.add(mode);
    return shown;
  }

  reset(): string {
    return [...this.#switched].map((mode) => `\u001b[?${mode}${USUALLY_ON.has(mode) ? 'h' : 'l'}`).join('') + PLAIN;
  }
}

function sizeOf({ isTTY, rows, columns }: NodeJS.WriteStream): TerminalSize {
  return isTTY ? { rows, columns } : UNKNOWN_SIZE;
}
