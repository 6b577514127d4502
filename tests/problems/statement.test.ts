import { existsSync } from 'node:fs';
import { renderLatex, renderMarkdown } from '@cupel/problems';
import { expect, test } from 'vitest';
import { startProduct } from '../support/product.js';

const samples = [
  { kind: 'data', name: '1', input: '1 <2\n', output: '3\n' },
  { kind: 'interaction', name: '2', text: '>5\n<lower\n' },
] as const;
const render = (text: string, constants = {}) => renderMarkdown(text, { constants, samples });

test('tables, footnotes, formulas, constants', () => {
  const { html, problems } = render(
    'Up to {{most}}[^1], $a^2$.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Note.\n\n$$\n\\frac{1}{2}\n$$\n',
    { most: '42' },
  );
  expect(html).toContain('Up to 42');
  expect(html).toContain('<td>1</td>');
  expect(html).toContain('footnote');
  expect(html).toMatch(/<math[^>]*><semantics>.*<msup>/);
  expect(html).toContain('<mfrac>');
  expect(problems).toEqual([]);
});

test('a price is no formula', () => {
  expect(render('It costs $5 or $10.').html).toContain('<p>It costs $5 or $10.</p>');
});

test('samples stand where they are asked for, the rest at the end, and one too many is told', () => {
  const { html } = render('{{nextsample}}\n\nBetween.\n');
  expect(html.indexOf('1 &#60;2')).toBeLessThan(html.indexOf('Between'));
  expect(html.indexOf('&#62;5')).toBeGreaterThan(html.indexOf('Between'));
  expect(render('{{nextsample}}\n\n{{nextsample}}\n\n{{nextsample}}\n').problems).toHaveLength(1);
});

test.each([
  ['<script>alert(1)</script>'],
  ['<img src=x onerror=alert(1)>'],
  ['[x](javascript:alert(1))'],
  ['![x](https://elsewhere.example/spy.png)'],
  ['![x](data:image/svg+xml;base64,AAAA)'],
  ['[x](//elsewhere.example)'],
  ['$\\href{javascript:alert(1)}{x}$'],
  ['$\\htmlData{onload=alert(1)}{x}$'],
])('nothing of the statement becomes markup that acts: %s', (text) => {
  const { html } = render(text);
  expect(html).not.toMatch(/<script|<img|<a [^>]*href="(javascript|\/\/)|<[^>]+\son\w+=/i);
});

test('a formula that expands for ever ends, and is told', () => {
  const { problems } = render('$\\def\\a{\\a\\a}\\a$');
  expect(problems).toHaveLength(1);
});

test('LaTeX is rendered in a box, or its absence is told', async () => {
  const product = await startProduct();
  try {
    const text = '\\problemname{Sum} Add $a$.\n\\begin{Input}\nTwo.\n\\end{Input}\n\\nextsample\n\nLast.\n';
    const rendered = await renderLatex(text, { constants: {}, samples }, product.sandbox);
    if (!existsSync('/usr/bin/pandoc')) expect(rendered).toBeUndefined();
    else
      expect(rendered).toMatchObject({
        problems: [],
        html: expect.stringMatching(/<math[\s\S]*Input[\s\S]*Two[\s\S]*1 &#60;2[\s\S]*Last/),
      });
  } finally {
    await product.close();
  }
});
