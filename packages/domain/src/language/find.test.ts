import { expect, it } from 'vitest';
import { availableVersions, findLanguage, languageOfFile, withVersion } from './find.js';
import { parseLanguage } from './parse.js';

const base = { editor: { mode: 'x', extension: 'x' }, packages: [], run: { argv: ['x'] } };
const tools = [{ name: 'x', path: '/x', version: { file: '/x', pattern: '(.*)' } }];
const python = parseLanguage(
  { ...base, id: 'python', name: 'Python', aliases: ['py'], source: 'main.py', sources: ['py'], tools },
  'p',
);
const variants = [
  { version: '17', name: 'C++17', aliases: ['cpp17'], values: {} },
  { version: '20', name: 'C++20', aliases: ['cpp20'], values: {} },
];
const cpp = parseLanguage({ ...base, id: 'cpp', name: 'C++', source: 'main.cpp', sources: ['cpp', 'cc'], tools, variants }, 'c');
const languages = [cpp, python];

it('finds by id, alias and the alias of a variant, in any case', () => {
  expect(findLanguage(languages, 'PYTHON')).toEqual({ language: python });
  expect(findLanguage(languages, 'py')).toEqual({ language: python });
  expect(findLanguage(languages, 'Cpp20')).toEqual({ language: cpp, version: '20' });
});

it('says which name was meant, and which exist', () => {
  expect(() => findLanguage(languages, 'pyhton')).toThrow('unknown language "pyhton", did you mean "python"?');
  expect(() => findLanguage(languages, 'brainfuck')).toThrow('unknown language "brainfuck"');
});

it('tells a language by the ending of a file', () => {
  expect(languageOfFile(languages, 'a/b.CC')).toBe(cpp);
  expect(languageOfFile(languages, 'cpp')).toBeUndefined();
  expect(languageOfFile(languages, 'x.cpp.txt')).toBeUndefined();
});

const hosted = { language: python, versions: { x: '3.11.2' } };

it.each(['3', '3.11', '3.11.2'])('takes %s for 3.11.2', (version) => {
  expect(withVersion(hosted, version)).toBe(hosted);
});

it.each(['3.1', '3.11.', '3.12', '', '2'])('refuses "%s" for 3.11.2, and says what is there', (version) => {
  expect(() => withVersion(hosted, version)).toThrow(/Python .* is not installed/);
});

it('chooses a variant, the first unless told', () => {
  const toolchain = { language: cpp, versions: { x: '12.2' } };
  expect(withVersion(toolchain, undefined).variant?.version).toBe('17');
  expect(withVersion(toolchain, 'c++20').variant?.version).toBe('20');
  expect(() => withVersion(toolchain, '26')).toThrow('C++ 26 is not installed');
  expect(availableVersions(toolchain)).toEqual(['17', '20']);
});
