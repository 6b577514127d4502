import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits/table.js';
import { chosenValues, expandStep } from './command.js';
import { parseLanguage } from './parse.js';

const data = {
  id: 'x',
  name: 'X',
  editor: { mode: 'x', extension: 'x' },
  source: 'main.x',
  sources: ['x'],
  packages: ['x'],
  tools: [{ name: 'x', path: '/usr/bin/x', version: { argv: ['-v'], pattern: '(.*)' } }],
  variants: [{ version: '1', name: 'X1', values: { standard: 'x1' } }],
  detect: [{ when: '\\bawait\\b', values: { format: 'esm' } }, { values: { format: 'cjs' } }],
  compile: { argv: ['/usr/bin/x', '-std={standard}', '{sources}', '--format={format}'], env: { THREADS: '{cores}' } },
  run: {
    argv: ['/program/main', '-Xms{heap_start_mb}m', '-Xmx{heap_mb}m', '-Xss{stack_kb}k'],
    limits: { memory: '100M', stack: '64M' },
  },
};
const language = parseLanguage(data, 'x.yaml');
const values = { main: 'a.x', class: '', sources: ['a.x', 'b.x'], support: [], chosen: { standard: 'x1', format: 'cjs' } };

it('replaces every placeholder of a command line and its environment', () => {
  const { compile } = language;
  if (compile === undefined) throw new Error('no compile step');
  expect(expandStep(compile, values, { ...DEFAULT_LIMITS, cores: 1.5 })).toEqual({
    argv: ['/usr/bin/x', '-std=x1', 'a.x', 'b.x', '--format=cjs'],
    bootArgs: 2,
    env: { THREADS: '2' },
  });
});

it('gives a runtime a heap that begins small and ends above the memory limit, and a stack below the stack limit', () => {
  expect(expandStep(language.run, values, language.run.limits).argv).toEqual([
    '/program/main',
    '-Xms25m',
    '-Xmx125m',
    '-Xss57344k',
  ]);
});

it('does not expand what stands in a value', () => {
  const chosen = { ...values.chosen, standard: '{main}' };
  const step = { argv: ['{standard}'], env: {}, limits: DEFAULT_LIMITS };
  expect(expandStep(step, { ...values, chosen }, DEFAULT_LIMITS).argv).toEqual(['{main}']);
});

it('chooses values by the text of the sources', () => {
  const toolchain = { language, versions: {} };
  expect(chosenValues(toolchain, ['let x;', 'await y'])).toEqual({ format: 'esm' });
  expect(chosenValues(toolchain, ['let awaited;'])).toEqual({ format: 'cjs' });
});

it.each([
  ['an unknown field', { ...data, colour: 'red' }, 'x.yaml: colour'],
  ['a missing field', { ...data, run: undefined }, 'x.yaml: run is missing'],
  ['a wrong type', { ...data, sources: 'x' }, 'x.yaml: sources'],
  ['an unknown placeholder', { ...data, run: { argv: ['{what}'] } }, 'x.yaml: run holds {what}'],
  ['a list inside an argument', { ...data, run: { argv: ['-f{sources}'] } }, 'x.yaml: run holds {sources}'],
  ['a limit that does not exist', { ...data, run: { argv: ['x'], limits: { memry: '1M' } } }, 'did you mean "memory"'],
  ['a limit of nothing', { ...data, run: { argv: ['x'], limits: { memory: 0 } } }, 'run.limits.memory'],
  ['a version from nowhere', { ...data, tools: [{ name: 'x', path: '/x', version: { pattern: '.' } }] }, 'tools[0].version'],
])('refuses %s', (_, given, message) => {
  expect(() => parseLanguage(given, 'x.yaml')).toThrow(message);
});
