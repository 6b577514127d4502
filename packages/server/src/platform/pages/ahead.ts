/** What the build tells of a module: its file, and what it cannot do without. */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

export type Manifest = Readonly<Record<string, Chunk>>;

/**
 * Links by which a browser fetches the files of a page together with the application, instead of finding out about each only
 * when the one before has come: on a slow line each such step costs a round trip. `module` is the page's file as the router
 * imports it; empty where the build knows none of that name.
 */
export function linksAhead(manifest: Manifest, entry: string, module: string): string {
  const already = filesOf(manifest, [entry]);
  const files = [...filesOf(manifest, [module])].filter((file) => !already.has(file));
  return files
    .map((file) =>
      file.endsWith('.css')
        ? `<link rel="stylesheet" crossorigin href="/${file}">`
        : `<link rel="modulepreload" crossorigin href="/${file}">`,
    )
    .join('\n    ');
}

function filesOf(manifest: Manifest, modules: readonly string[], seen = new Set<string>()): Set<string> {
  for (const module of modules) {
    const chunk = manifest[module];
    if (chunk === undefined || seen.has(chunk.file)) continue;
    seen.add(chunk.file);
    for (const style of chunk.css ?? []) seen.add(style);
    filesOf(manifest, chunk.imports ?? [], seen);
  }
  return seen;
}
