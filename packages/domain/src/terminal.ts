import { chunkDecoder } from './utf8.js';

const ESCAPE = '\u001b';
const BELL = '\u0007';

/** Where the reader stands: in plain text, or inside a sequence that the terminal would have obeyed. */
type State = 'text' | 'escape' | 'csi' | 'string' | 'string_escape';

export interface TerminalSanitizer {
  /** What may be shown of this chunk. Sequences and characters that are split between chunks are recognised. */
  push(chunk: Uint8Array | string): string;
  end(): string;
}

/** `lines` for output that is read line by line, `screen` for a program that was given the terminal to draw on. */
type Display = 'lines' | 'screen';

/**
 * What draws: cursor, colours, erasing, scrolling, modes. What asks the terminal a question is not here, since the answer
 * would be typed into whatever reads next, and neither is what reaches beyond the screen (title, clipboard, size).
 */
const DRAWING = /^(?:\[[\d;:]*[@A-HJ-MPSTXZ`abd-hlmrsu]|\[\?[\d;]*[hlJK]|[78=>DEHM]|[()][A-Z0-9])$/;
const LONGEST_SEQUENCE = 64;

/**
 * Makes hostile output fit for a terminal: escape sequences (titles, colours, cursor moves, clipboard writes, answers that
 * the shell would read as typed) vanish whole, other controls but newline and tab are dropped, and so are the characters
 * that turn the direction of writing. A carriage return would let a line overwrite our own, so it goes too. On a `screen`
 * those sequences stay that only draw, with bell, backspace and carriage return.
 */
export function terminalSanitizer(display: Display = 'lines'): TerminalSanitizer {
  const decoder = chunkDecoder();
  const isShown = display === 'lines' ? isShownInLines : isShownOnScreen;
  let state: State = 'text';
  let sequence = '';
  const read = (text: string): string => {
    let shown = '';
    for (const character of text) {
      const before = state;
      state = next(before, character);
      sequence = character === ESCAPE ? character : (sequence + character).slice(0, LONGEST_SEQUENCE);
      if (before === 'text' && state === 'text' && isShown(character)) shown += character;
      else if (before !== 'text' && display === 'screen' && DRAWING.test(sequence.slice(ESCAPE.length))) shown += sequence;
      // A line end closes any sequence, so that an unfinished one hides no more than its line.
      else if (before !== 'text' && character === '\n') shown += character;
    }
    return shown;
  };
  return {
    push: (chunk) => read(typeof chunk === 'string' ? chunk : decoder.decode(chunk)),
    end: () => read(decoder.end()),
  };
}

export function sanitizeForTerminal(output: Uint8Array | string): string {
  const sanitizer = terminalSanitizer();
  return sanitizer.push(output) + sanitizer.end();
}

function next(state: State, character: string): State {
  if (character === '\n') return 'text';
  if (character === ESCAPE) return state === 'string' ? 'string_escape' : 'escape';
  switch (state) {
    case 'text':
      return character === '\u009b' ? 'csi' : opensString(character) ? 'string' : 'text';
    case 'escape':
      return afterEscape(character);
    case 'csi':
      return isBetween(character, '\u0020', '\u003f') ? 'csi' : 'text';
    case 'string':
      return character === BELL || character === '\u009c' ? 'text' : 'string';
    case 'string_escape':
      return character === '\\' ? 'text' : afterEscape(character);
  }
}

function afterEscape(character: string): State {
  if (character === '[') return 'csi';
  if (']PX^_'.includes(character)) return 'string';
  return isBetween(character, '\u0020', '\u002f') ? 'escape' : 'text';
}

/** DCS, SOS, OSC, PM and APC as single characters of C1. */
const opensString = (character: string): boolean => '\u0090\u0098\u009d\u009e\u009f'.includes(character);

const isBetween = (character: string, first: string, last: string): boolean => character >= first && character <= last;

const isShownOnScreen = (character: string): boolean => '\b\r\u0007'.includes(character) || isShownInLines(character);

const isShownInLines = (character: string): boolean =>
  character === '\t' || character === '\n' || !/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(character);
