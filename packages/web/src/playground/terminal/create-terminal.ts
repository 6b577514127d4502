import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { words } from '../../strings/words.ts';
import { styleDocument, withStyles } from './style-document.ts';
import { currentTheme } from './theme.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The sanitizer before it lets none of these through; should it fail, they still do nothing. */
const REFUSED_OSC = [0, 1, 2, 4, 8, 10, 11, 12, 52];
/** Pixels that the scroll bar takes. */
const SCROLLBAR = 14;

export function createTerminal(parent: HTMLElement): Terminal {
  Terminal.strings.promptLabel = words.playground.terminalLabel;
  Terminal.strings.tooMuchOutput = words.playground.terminalTooMuch;
  const { fontFamily, fontSize } = getComputedStyle(parent);
  const terminal = new Terminal({
    fontFamily,
    fontSize: Number.parseFloat(fontSize),
    lineHeight: 1.25,
    scrollback: 10_000,
    screenReaderMode: true,
    cursorBlink: false,
    disableStdin: true,
    theme: currentTheme(),
    documentOverride: styleDocument(),
    linkHandler: { activate: () => undefined },
  });
  for (const code of REFUSED_OSC) terminal.parser.registerOscHandler(code, () => true);
  withStyles(() => terminal.open(parent));
  return terminal;
}

/** As many characters as fit; told at first and whenever that changes. */
export function followSize(terminal: Terminal, parent: HTMLElement, onResize: (size: TerminalSize) => void): () => void {
  const fit = () => {
    const screen = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
    if (screen === undefined || screen.width === 0 || parent.clientWidth === 0) return;
    const columns = Math.floor((parent.clientWidth - SCROLLBAR) / (screen.width / terminal.cols));
    const rows = Math.floor(parent.clientHeight / (screen.height / terminal.rows));
    terminal.resize(Math.min(1000, Math.max(10, columns)), Math.min(1000, Math.max(4, rows)));
    onResize({ columns: terminal.cols, rows: terminal.rows });
  };
  const observer = new ResizeObserver(fit);
  observer.observe(parent);
  fit();
  return () => observer.disconnect();
}
