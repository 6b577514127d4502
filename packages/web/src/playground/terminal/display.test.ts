import { describe, expect, it } from 'vitest';
import { Display } from './display.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const MARK = '\u001b[0m\u001b[91;4:4m';
const END = '\u001b[0m';

describe('a terminal', () => {
  it('marks whole lines of stderr, and no question that waits for an answer', () => {
    const display = new Display('terminal');
    expect(display.show('stderr', bytes('failed\n'))).toBe(`${MARK}failed\r\n${END}`);
    expect(display.show('stderr', bytes('name? '))).toBe(`${END}name? ${END}`);
  });

  it('leaves the styles of both streams to their own', () => {
    const display = new Display('terminal');
    expect(display.show('stdout', bytes('\u001b[32mgreen '))).toBe('\u001b[32mgreen ');
    const shown = display.show('stderr', bytes('\u001b[1mbold\u001b[0m plain\n'));
    expect(shown).toBe(`${MARK}\u001b[1mbold${END}\u001b[91;4:4m plain\r\n${END}\u001b[32m`);
    display.show('stdout', bytes('\u001b[m'));
    expect(display.show('stderr', bytes('x\n'))).toBe(`${MARK}x\r\n${END}\u001b[m`);
  });

  it('lets nothing through but what draws', () => {
    const display = new Display('terminal');
    const hostile =
      '\u001b]52;c;b3duZWQ=\u0007\u001b]0;owned\u0007\u001b]8;;http://evil.example/\u0007click\u001b]8;;\u0007\u001b[6n\u001b[c';
    expect(display.show('stdout', bytes(`${hostile}\u001b[2Jdrawn\r\n`))).toBe('click\u001b[2Jdrawn\r\n');
    expect(display.show('stderr', bytes(`${hostile}\n`))).toBe(`${MARK}click\r\n${END}`);
  });

  it('knows a sequence that is split between two pieces', () => {
    const display = new Display('terminal');
    expect(display.show('stdout', bytes('a\u001b]0;ow')) + display.show('stdout', bytes('ned\u0007b'))).toBe('ab');
  });
});

it('pipes have no line discipline: every line begins at the left, and all of stderr is marked', () => {
  const display = new Display('lines');
  expect(display.show('stdout', bytes('a\nb\r\n'))).toBe('a\r\nb\r\n');
  expect(display.show('stderr', bytes('half'))).toBe(`${MARK}half${END}`);
  expect(display.show('stdin', bytes('typed\u001b[2J\n'))).toBe(`${END}\u001b[1mtyped\r\n${END}`);
});
