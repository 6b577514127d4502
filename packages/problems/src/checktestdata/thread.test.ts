import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Grammar, openGrammar } from './thread.js';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const opened: Grammar[] = [];
async function open(text: string, deadline?: number): Promise<Grammar> {
  const grammar = await openGrammar(text, deadline);
  if (typeof grammar === 'string') throw new Error(grammar);
  opened.push(grammar);
  return grammar;
}
afterEach(() => {
  for (const grammar of opened.splice(0)) grammar.close();
});

describe('a grammar from a stranger', () => {
  it('is asked in a thread, as often as one likes', async () => {
    const grammar = await open('INT(1,10) NEWLINE EOF\n');
    expect(await grammar.check(bytes('7\n'))).toBeUndefined();
    expect(await grammar.check(bytes('70\n'))).toContain('line 1, column 1: expected an integer from 1 to 10');
    expect(await grammar.check(bytes('8\n'))).toBeUndefined();
  });

  it('does not hold up this process with a pattern that takes for ever, and answers afterwards', async () => {
    const grammar = await open('REGEX("(a*)*b") NEWLINE EOF\n', 700);
    let turns = 0;
    const asked = grammar.check(bytes(`${'a'.repeat(40)}\n`));
    let isOver = false;
    void asked.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      turns++;
      await setImmediate();
    }
    expect(await asked).toContain('stopped after 0.7 s');
    expect(turns).toBeGreaterThan(10);
    expect(await grammar.check(bytes('aab\n'))).toBeUndefined();
  });

  it('breaks its own thread alone where a text grows without end, and answers afterwards', async () => {
    const grammar = await open('INT(0,100,n) SET(a="x") REP(n) SET(a=a+a) END NEWLINE EOF\n');
    expect(await grammar.check(bytes('60\n'))).toContain('the grammar cannot be asked: Invalid string length');
    expect(await grammar.check(bytes('3\n'))).toBeUndefined();
  });

  it('is refused with its line where it is no grammar', async () => {
    expect(await openGrammar('NEWLIEN\n')).toContain('line 1 of the grammar');
  });
});
