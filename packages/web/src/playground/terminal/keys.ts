import type { Terminal } from '@xterm/xterm';

/**
 * Which keys are the browser's: the way out (Shift Tab, and Escape then Tab, as in the editor), copying what is selected, and
 * pasting. All others are the program's.
 */
export function leaveKeysToBrowser(terminal: Terminal, tabLeaves: () => boolean): void {
  let afterEscape = false;
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    const leaves = event.key === 'Tab' && (event.shiftKey || afterEscape || tabLeaves());
    if (event.key !== 'Shift') afterEscape = event.key === 'Escape';
    const runsAgain = terminal.options.disableStdin === true && event.key === 'Enter';
    return !leaves && !runsAgain && !isClipboardKey(event, terminal.hasSelection());
  });
}

function isClipboardKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, hasSelection: boolean): boolean {
  if (altKey || !(ctrlKey || metaKey)) return false;
  const letter = key.toLowerCase();
  return letter === 'v' || (letter === 'c' && (metaKey || hasSelection));
}
