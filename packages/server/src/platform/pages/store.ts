import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linksAhead, type Manifest } from './ahead.js';

/** A file as it was built: whole, and compressed where that was worth it. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

/** The built pages, in memory: what is not in the folder when the service starts is not there, whatever a path says. */
export interface Pages {
  /** The page that starts the application; a nonce belongs where it says STYLE_NONCE. Undefined where none was built. */
  readonly shell: string | undefined;
  /** The web component, which pages elsewhere load by its fixed name. */
  readonly component: string | undefined;
  findAsset(name: string): PageFile | undefined;
  /** What a page needs besides the shell, as links for its head; `module` as the router imports it. */
  linksAhead(module: string): string;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

export function loadPages(folder: string): Pages {
  const shell = join(folder, 'index.html');
  if (!existsSync(shell)) return { shell: undefined, component: undefined, findAsset: () => undefined, linksAhead: () => '' };
  const assets = join(folder, 'assets');
  const names = new Set(readdirSync(assets));
  const read = (name: string) => (names.has(name) ? readFileSync(join(assets, name)) : undefined);
  const files = new Map(
    [...names].filter((name) => typeOf(name) !== undefined).map((name) => [name, fileOf(name, read)] as const),
  );
  const component = readFileSync(join(folder, 'embed.js'), 'utf8');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  return {
    shell: readFileSync(shell, 'utf8'),
    component,
    findAsset: (name) => files.get(name),
    linksAhead: (module) => linksAhead(manifest, 'index.html', `src/${module}`),
  };
}

function fileOf(name: string, read: (name: string) => Buffer | undefined): PageFile {
  const [br, gzip] = [read(`${name}.br`), read(`${name}.gz`)];
  return { type: typeOf(name) ?? '', bytes: read(name) ?? Buffer.alloc(0), ...(br && { br }), ...(gzip && { gzip }) };
}

function typeOf(name: string): string | undefined {
  return TYPES[/\.(\w+)$/.exec(name)?.[1] ?? ''];
}
