import { CupelError } from '@cupel/domain';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const MOST_DEPTH = 64;
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * As much of XML as a Polygon descriptor is: elements, attributes, text. No document types and so no entities of its own,
 * which is where XML is dangerous. Throws `conversion_failed` naming the line.
 */
export function parseXml(text: string, file: string): Element {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    const top = stack.at(-1);
    if (match === null || top === undefined || stack.length > MOST_DEPTH) throw broken(text, at, file);
    const [, cdata, closing, opening, attributes = '', selfClosing, characters] = match;
    if (closing !== undefined) {
      if (top.name !== closing || stack.length === 1) throw broken(text, at, file);
      stack.pop();
    } else if (opening !== undefined) {
      const element: Open = { name: opening, attributes: readAttributes(attributes), children: [], text: '' };
      top.children.push(element);
      if (selfClosing === '') stack.push(element);
    } else top.text += cdata ?? unescaped(characters ?? '');
  }
  const [first] = root.children;
  if (stack.length !== 1 || first === undefined) throw broken(text, text.length, file);
  return first;
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(found.map(([, name = '', double, single]) => [name, unescaped(double ?? single ?? '')]));
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name: string | undefined) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function broken(text: string, at: number, file: string): CupelError {
  const line = text.slice(0, at).split('\n').length;
  return new CupelError('conversion_failed', { name: file, problem: `line ${line} is no XML that can be read` });
}

/** Every element of the name at the end of the path: `find(root, 'assets', 'checker')`. */
export function findAll(element: Element, ...path: readonly string[]): readonly Element[] {
  const [name, ...rest] = path;
  const found = element.children.filter((child) => child.name === name);
  return rest.length === 0 ? found : found.flatMap((child) => findAll(child, ...rest));
}
