import { describe, expect, it } from 'vitest';
import { readChecktestdata } from './read.js';

const check = (grammar: string, input: string): string | undefined => {
  const made = readChecktestdata(grammar, 100_000);
  return typeof made === 'string' ? `grammar: ${made}` : made(Buffer.from(input, 'latin1'));
};

const GRAPH = `# nodes, edges, then the edges
INT(1,100000,n) SPACE INT(0,n*(n-1)/2,m) NEWLINE
REPI(i,m)
  INT(1,n,a[i]) SPACE INT(1,n,b[i]) NEWLINE
  ASSERT(a[i] < b[i])
END
ASSERT(UNIQUE(a,b))
EOF`;

describe('a grammar of checktestdata', () => {
  it.each([
    ['a graph', GRAPH, '3 2\n1 2\n2 3\n'],
    ['numbers on a line', 'INT(1,5,n) NEWLINE REP(n,SPACE) INT(-10,10) END NEWLINE', '3\n1 -2 0\n'],
    ['words until the end', 'WHILE(!ISEOF) REGEX("[a-z]+", w) ASSERT(STRLEN(w) <= 5) NEWLINE END', 'ab\ncde\n'],
    ['a choice', 'IF(MATCH("ab")) REGEX("[ab]") ELSE INT(0,9) END', 'b'],
    ['floats', 'FLOAT(0,1) SPACE FLOATP(-1.5,2,1,2,x) SPACE FLOAT(0,1e3,y,SCIENTIFIC)', '0.25 -1.50 9.9e2'],
    ['powers and brackets', 'SET(x=2^10) INT(x, (x+1)*2-x%3) ASSERT((x==1024) && !(x<3 || x>2000))', '1030'],
    ['a text in a variable', 'SET(t="a"+"b") STRING(t) STRING("\\n\\101")', 'ab\nA'],
    ['a value in an array', 'REPI(i,2,SPACE) INT(1,9,a[i]) END ASSERT(INARRAY(7,a))', '1 7'],
    ['integers of any length', 'INT(-10^30,10^30)', `-1${'0'.repeat(30)}`],
    ['counting while', 'WHILEI(i, i<3, SPACE) STRING("x") END', 'x x x'],
  ])('accepts %s', (_what, grammar, input) => {
    expect(check(grammar, input)).toBeUndefined();
  });

  it.each([
    ['a number too large', GRAPH, '3 2\n1 2\n2 4\n', 'line 3, column 3: expected an integer from 1 to 3, got "4\\n"'],
    ['an edge twice', GRAPH, '3 2\n1 2\n1 2\n', 'line 4, column 1: expected what line 7 of the grammar asserts, got the end'],
    ['what comes after the end', 'INT(0,9) NEWLINE', '1\n2\n', 'line 2, column 1: expected the end, got "2\\n"'],
    ['a leading zero', 'INT(0,99) EOF', '07', 'expected an integer from 0 to 99'],
    ['minus zero', 'INT(-9,9)', '-0', 'expected an integer'],
    ['a float for an integer', 'INT(0,9)', '1.0', 'expected an integer'],
    ['a blank too many', 'INT(0,9) SPACE INT(0,9)', '1  2', 'line 1, column 3'],
    ['a line end of Windows', 'INT(0,9) NEWLINE', '1\r\n', 'expected "\\n", got "\\r\\n"'],
    ['too few decimals', 'FLOATP(0,1,2,2)', '0.5', '2 to 2 digits after the point'],
    ['a choice that is none', 'IF(MATCH("ab")) REGEX("[ab]") ELSE INT(0,9) END', 'c', 'an integer from 0 to 9'],
    ['a variable without a value', 'INT(0,n)', '1', 'n has no value'],
    ['a division by zero', 'SET(x=1/0)', '', 'a division by 0'],
    ['no separator', 'REP(2,SPACE) INT(0,9) END', '1,2', 'expected " "'],
  ])('refuses %s', (_what, grammar, input, said) => {
    expect(check(grammar, input)).toContain(said);
  });

  it.each([
    ['a command that is none', 'INT(1,2)\nITN(1,2)', 'line 2 of the grammar: expected a command, got "ITN"'],
    ['a loop without an end', 'REP(3)\nINT(1,2)', 'line 2 of the grammar: expected END, got "the end"'],
    ['a bracket that does not close', 'INT(1,2', 'expected ")"'],
    ['a character', 'INT(1,2) ?', '"?" cannot be read'],
    ['ten thousand brackets', `ASSERT(${'('.repeat(10_000)}`, 'levels deep'],
  ])('says what is wrong with the grammar: %s', (_what, grammar, said) => {
    expect(check(grammar, '')).toContain(said);
  });

  it('stops what has no end', () => {
    expect(check('WHILE(1==1) END', '')).toContain('too long');
    expect(check('SET(x=9^9^9)', '')).toContain('too large');
  });
});
