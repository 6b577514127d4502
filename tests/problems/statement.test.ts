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

test.skipIf(!existsSync('/usr/bin/pandoc'))('what is hostile in LaTeX is text, and reads nothing of the host', async () => {
  const product = await startProduct();
  const hostile = String.raw`\problemname{Sum}
\href{javascript:alert(1)}{one} \url{data:text/html,x} <script>alert(2)</script> \input{/etc/passwd}
\includegraphics{https://elsewhere.example/pixel.png} \includegraphics{/api/keys} \includegraphics{../../x.png}
\begin{verbatim}<img src=x onerror=alert(3)>\end{verbatim} $\href{javascript:alert(4)}{x}$ \verb|<b onclick=alert(5)>|
\immediate\write18{id} \def\a{\a\a}
`;
  try {
    const rendered = await renderLatex(hostile, { constants: {}, samples }, product.sandbox);
    const html = rendered?.html ?? '';
    expect(html).not.toMatch(/<(script|img|b|iframe)\b/i);
    expect(html).not.toMatch(/(href|src)="(?!https?:)/i);
    expect(html).not.toContain('root:');
    expect(html).toContain('alert(2)');
  } finally {
    await product.close();
  }
});

test.skipIf(!existsSync('/usr/bin/pandoc'))('LaTeX that never ends is stopped, and its setter is told', async () => {
  const product = await startProduct();
  try {
    const rendered = await renderLatex('\\def\\a{\\a\\a}\\a', { constants: {}, samples: [] }, product.sandbox);
    expect(rendered?.problems.join()).toContain('pandoc failed');
  } finally {
    await product.close();
  }
});
