import { describe, expect, it } from 'vitest';
import { javaFileName, javaMainClass, javaTypes } from './java-source.js';

const MAIN = 'public static void main(String[] args) { }';

describe('the class with the main method', () => {
  it.each([
    ['the only class', `class Anything { ${MAIN} }`, 'Anything'],
    ['not the public one', `public class Tool { } class Start { ${MAIN} }`, 'Start'],
    ['the public one of two', `class A { ${MAIN} } public class B { ${MAIN} }`, 'B'],
    ['an interface', `interface Go { static void main(String... a) {} }`, 'Go'],
    ['an enum', `enum Go { ONE; ${MAIN} }`, 'Go'],
    ['a record', `record Go(int x) { ${MAIN} }`, 'Go'],
    ['a generic record', `record Go<T>(T x) { ${MAIN} }`, 'Go'],
    ['a nested class', `class Out { static class In { ${MAIN} } }`, 'Out$In'],
    ['rather not a nested class', `class Out { static class In { ${MAIN} } ${MAIN} }`, 'Out'],
    ['in a package', `package a.b ; class Go { ${MAIN} }`, 'a.b.Go'],
    ['modifiers in another order', 'class Go { static public final void main(final String args[]) { } }', 'Go'],
    ['the full name of String', 'class Go { public static void main(java.lang.String... args) { } }', 'Go'],
    ['without any main: the first class', 'class A { } class B { }', 'A'],
  ])('is found: %s', (_, source, name) => {
    expect(javaMainClass([source])).toBe(name);
  });

  it.each([
    ['line comments', `// class No { ${MAIN} }\nclass Yes { ${MAIN} }`],
    ['block comments', `/* class No { ${MAIN} } */ class Yes { ${MAIN} }`],
    ['strings', `class Yes { String s = "class No { ${MAIN} \\" }"; ${MAIN} }`],
    ['text blocks', `class Yes { String s = """\n class No { "x" ${MAIN} }\n"""; ${MAIN} }`],
    ['characters', `class Yes { char a = '{', b = '"', c = '\\''; ${MAIN} } class No { ${MAIN} }`],
    ['class literals', `class Yes { Object o = String.class; ${MAIN} }`],
    ['a variable named record', `class Yes { int record = 1, y = record + 1; ${MAIN} }`],
  ])('is not confused by %s', (_, source) => {
    expect(javaMainClass([source])).toBe('Yes');
  });

  it('ignores a main that is not static, or takes something else', () => {
    const source =
      'class A { void main(String[] a) {} static void main(int[] a) {} } class B { static void main(String[] a) {} }';
    expect(javaMainClass([source])).toBe('B');
  });

  it('is looked for in the first file that has one', () => {
    expect(javaMainClass(['public class Lib { }', `class Two { ${MAIN} }`, `class Three { ${MAIN} }`])).toBe('Two');
  });

  it('is undefined where there is no class', () => {
    expect(javaMainClass(['int x;'])).toBeUndefined();
  });
});

it('names a file after its public class, and only then', () => {
  expect(javaFileName(`class A { } public final class Größe { }`)).toBe('Größe.java');
  expect(javaFileName('class A { public class Inner { } }')).toBeUndefined();
});

it('reads hostile sources in time that grows with their length', () => {
  for (const piece of ['static void main(String ', '"""', '/*', "'", 'class A {', 'package ', 'public static ', '"\\']) {
    const types = javaTypes(piece.repeat(30_000));
    expect(types.length).toBeLessThanOrEqual(30_000);
  }
});
