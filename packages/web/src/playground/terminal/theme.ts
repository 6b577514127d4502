import type { ITheme } from '@xterm/xterm';

/** The sixteen colours of a terminal, each legible on its ground, and the page's own for the rest. */
const COLOURS = {
  background: 'var(--ground)',
  foreground: 'var(--text)',
  cursor: 'var(--gold)',
  cursorAccent: 'var(--ground)',
  selectionBackground: 'var(--selection)',
  black: 'light-dark(#1c1a15, #787161)',
  red: 'var(--bad)',
  green: 'var(--good)',
  yellow: 'var(--limit)',
  blue: 'var(--syntax-function)',
  magenta: 'var(--syntax-keyword)',
  cyan: 'var(--syntax-type)',
  white: 'light-dark(#635d50, #d6d0c0)',
  brightBlack: 'var(--quiet)',
  brightRed: 'var(--stderr)',
  brightGreen: 'var(--syntax-string)',
  brightYellow: 'var(--gold)',
  brightBlue: 'var(--focus)',
  brightMagenta: 'var(--fault)',
  brightCyan: 'var(--syntax-type)',
  brightWhite: 'light-dark(#1c1a15, #ffffff)',
} as const satisfies ITheme;

/** xterm takes colours and no variables: what they are at this moment is asked of the browser. */
export function currentTheme(): ITheme {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colourOf = (value: string) => {
    probe.style.color = value;
    return getComputedStyle(probe).color;
  };
  const theme = Object.fromEntries(Object.entries(COLOURS).map(([name, value]) => [name, colourOf(value)]));
  probe.remove();
  return theme;
}

/** Calls back when the page turns dark or light; returns what ends it. */
export function onThemeChange(changed: () => void): () => void {
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const preferred = matchMedia('(prefers-color-scheme: dark)');
  preferred.addEventListener('change', changed);
  return () => {
    chosen.disconnect();
    preferred.removeEventListener('change', changed);
  };
}
