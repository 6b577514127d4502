import { parseLanguage, type Toolchain } from '@cupel/domain';
import { describe, expect, it } from 'vitest';
import { prepareProgram } from './program.js';

const base = {
  editor: { mode: 'x', extension: 'x' },
  packages: [],
  tools: [{ name: 'x', path: '/x', version: { file: '/x', pattern: '(.*)' } }],
  run: { argv: ['/program/main'] },
};
const toolchain = (id: string, more: object): Toolchain => ({
  language: parseLanguage({ ...base, id, name: id, source: `main.${id}`, sources: [id], ...more }, id),
  versions: { x: '1' },
});
const c = toolchain('c', {});
const java = toolchain('java', { source: 'Main.java', entry: 'java-class' });
const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });
const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);

describe('a program of a language', () => {
  it('keeps sources and data apart; the first file is the main one', () => {
    const program = prepareProgram(c, [file('b.c', 'int b;'), file('a.c', 'int a;'), file('data.txt', 'x'), file('a.h', 'h')]);
    expect(names(program.sources)).toEqual(['b.c', 'a.c']);
    expect(names(program.data)).toEqual(['data.txt', 'a.h']);
    expect(program.values).toMatchObject({ main: 'b.c', sources: ['b.c', 'a.c'] });
  });

  it.each([
    ['no name', undefined],
    ['no ending', 'solution'],
    ['the ending of another language', 'solution.txt'],
  ])('names a main file with %s', (_, name) => {
    const program = prepareProgram(c, [name === undefined ? { bytes: Buffer.from('int a;') } : file(name, 'int a;')]);
    expect(program.values.main).toBe('main.c');
  });

  it('makes line ends plain in sources, not in data, and says where', () => {
    const program = prepareProgram(c, [file('a.c', 'int a;\r\nint b;\r\n'), file('b.c', 'int c;\n'), file('d.txt', 'x\r\n')]);
    expect(program.normalised).toEqual(['a.c']);
    const bytes = [...program.sources, ...program.data].map(
      ({ content }) => content.kind === 'bytes' && Buffer.from(content.bytes).toString(),
    );
    expect(bytes).toEqual(['int a;\nint b;\n', 'int c;\n', 'x\r\n']);
  });

  it.each([
    ['no file at all', [], 'program_missing', 'files'],
    ['blanks only', [file('a.c', ' \r\n\t')], 'program_empty', 'files[0]'],
    ['a name that leads out', [file('../a.c', 'x')], 'file_name_bad', 'files[0].name'],
    ['a name with a newline', [file('a.c', 'x'), file('b\n.c', 'x')], 'file_name_bad', 'files[1].name'],
    ['a further file without a name', [file('a.c', 'x'), { bytes: Buffer.from('x') }], 'file_name_bad', 'files[1].name'],
    ['a name that stands twice', [file('a.c', 'x'), file('a.c', 'x')], 'file_name_twice', 'files[1].name'],
    ['a main file whose new name is taken', [file('solution', 'x'), file('main.c', 'x')], 'file_name_twice', 'files[1].name'],
  ])('refuses %s', (_, files, code, field) => {
    expect(() => prepareProgram(c, files)).toThrow(expect.objectContaining({ code, field }));
  });
});

describe('a Java program', () => {
  const main = 'public static void main(String[] args) { }';

  it('has its files named after their public classes, and its class found', () => {
    const files = [
      file('solution.java', `package app; public class Start { ${main} }`),
      file('lib/x.java', 'public class Tool { }'),
    ];
    const program = prepareProgram(java, files);
    expect(names(program.sources)).toEqual(['Start.java', 'lib/Tool.java']);
    expect(program.values).toMatchObject({ class: 'app.Start', sources: ['Start.java', 'lib/Tool.java'] });
  });

  it('may not have two public classes of one name in one folder', () => {
    const files = [file('a.java', 'public class A { }'), file('b.java', 'public class A { }')];
    expect(() => prepareProgram(java, files)).toThrow(expect.objectContaining({ code: 'file_name_twice' }));
  });

  it('keeps a name where the public class cannot be one', () => {
    expect(prepareProgram(java, [file('A.java', `public class Größe { ${main} }`)]).values).toMatchObject({
      class: 'Größe',
      main: 'A.java',
    });
  });
});
