/**
 * Finds the class with Java's main method, whatever it is called, and the name that the file must bear for javac. This
 * reads tokens, not text: a `class` or a `main` in a comment or a string is none.
 */

export interface JavaType {
  /** As `java` wants it: with its package, and with `$` before a nested type. */
  readonly name: string;
  readonly simpleName: string;
  readonly isPublic: boolean;
  readonly isNested: boolean;
  readonly hasMain: boolean;
}

/** Every named type of a source, in the order in which they begin. */
export function javaTypes(source: string): readonly JavaType[] {
  const tokens = javaTokens(source);
  const prefix = packagePrefix(tokens);
  const types: { -readonly [K in keyof JavaType]: JavaType[K] }[] = [];
  const open: { readonly type: (typeof types)[number]; readonly depth: number }[] = [];
  let depth = 0;
  let declared: (typeof types)[number] | undefined;
  for (const [index, token] of tokens.entries()) {
    const outer = open.at(-1);
    const simpleName = declaredName(tokens, index);
    if (simpleName !== undefined) {
      const name = outer === undefined ? prefix + simpleName : `${outer.type.name}$${simpleName}`;
      const isPublic = modifiersBefore(tokens, index).includes('public');
      declared = { name, simpleName, isPublic, isNested: outer !== undefined, hasMain: false };
      types.push(declared);
    } else if (token === '{') {
      depth += 1;
      if (declared !== undefined) open.push({ type: declared, depth });
      declared = undefined;
    } else if (token === '}') {
      if (outer?.depth === depth) open.pop();
      depth -= 1;
    } else if (outer?.depth === depth && isMainMethod(tokens, index)) {
      outer.type.hasMain = true;
    }
  }
  return types;
}

/** The class to start: of the first source that has one; a public class before others, a class of its own before a nested one. */
export function javaMainClass(sources: readonly string[]): string | undefined {
  const all = sources.map(javaTypes);
  const best = (types: readonly JavaType[]) =>
    types.find((type) => type.isPublic && !type.isNested) ?? types.find((type) => !type.isNested) ?? types[0];
  const withMain = all.map((types) => best(types.filter((type) => type.hasMain))).find((type) => type !== undefined);
  return (withMain ?? best(all.flat()))?.name;
}

/** The name that javac wants for a source, where it insists on one: that of its public class. */
export function javaFileName(source: string): string | undefined {
  const type = javaTypes(source).find((one) => one.isPublic && !one.isNested);
  return type === undefined ? undefined : `${type.simpleName}.java`;
}

const IGNORED =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"""[\s\S]*?(?:(?<!\\)"""|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|([\p{L}_$][\p{L}\p{N}_$]*)|([^\s\p{L}_$])/gu;

/** Words and single other characters; comments, strings and characters are left out. */
function javaTokens(source: string): readonly string[] {
  return Array.from(source.matchAll(IGNORED), (match) => match[1] ?? match[2] ?? '').filter((token) => token !== '');
}

const WORD = /^[\p{L}_$]/u;
const isWord = (token: string | undefined): token is string => token !== undefined && WORD.test(token);

function packagePrefix(tokens: readonly string[]): string {
  const start = tokens.indexOf('package');
  if (start < 0 || tokens.slice(0, start).includes('{')) return '';
  return `${tokens.slice(start + 1, tokens.indexOf(';', start)).join('')}.`;
}

const KINDS: ReadonlySet<string> = new Set(['class', 'interface', 'enum', 'record']);

/** The name of the type that is declared at `index`; `record` is a word like any other unless a header follows it. */
function declaredName(tokens: readonly string[], index: number): string | undefined {
  const kind = tokens[index] ?? '';
  const name = tokens[index + 1];
  const after = tokens[index + 2];
  if (!KINDS.has(kind) || !isWord(name) || tokens[index - 1] === '.') return undefined;
  return kind === 'record' && after !== '(' && after !== '<' ? undefined : name;
}

const MODIFIERS: ReadonlySet<string> = new Set(['public', 'static', 'final', 'abstract', 'sealed', 'strictfp', 'synchronized']);

function modifiersBefore(tokens: readonly string[], index: number): readonly string[] {
  let start = index;
  while (MODIFIERS.has(tokens[start - 1] ?? '')) start -= 1;
  return tokens.slice(start, index);
}

/** `static void main(` with one parameter: String[], or String... */
function isMainMethod(tokens: readonly string[], index: number): boolean {
  if (tokens[index] !== 'main' || tokens[index - 1] !== 'void' || tokens[index + 1] !== '(') return false;
  // The longest form, `final java.lang.String... x`, has nine tokens; no more are looked at, or a hostile source costs n².
  const next = tokens.slice(index + 2, index + 13);
  const parameters = next.slice(0, next.indexOf(')')).join(' ');
  return (
    modifiersBefore(tokens, index - 1).includes('static') &&
    /^(final )?(java \. lang \. )?String (\[ \] |\. \. \. )?\S+( \[ \])?$/.test(parameters)
  );
}
