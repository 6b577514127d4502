import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const source = (name: string) => fileURLToPath(new URL(`../${name}/src/index.ts`, import.meta.url));
const inPackage = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const dist = fileURLToPath(new URL('dist', import.meta.url));

/** Smaller files than this gain nothing. */
const WORTH_COMPRESSING = 512;

/** Compresses once, when the pages are built, as hard as it goes: the service only chooses. */
function precompress(): Plugin {
  return {
    name: 'cupel-precompress',
    apply: 'build',
    closeBundle() {
      const folder = `${dist}/assets`;
      for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
        const bytes = readFileSync(`${folder}/${name}`);
        if (bytes.length < WORTH_COMPRESSING) continue;
        writeFileSync(`${folder}/${name}.gz`, gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(`${folder}/${name}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias: { '@cupel/sdk': source('sdk'), '@cupel/domain': source('domain') } },
  plugins: [precompress()],
  build: {
    outDir: dist,
    emptyOutDir: true,
    // Nothing is inlined: the policy of the pages allows no data: scripts, and a hashed file is cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: {
      input: { index: inPackage('index.html'), embed: inPackage('src/embed/cupel-editor.ts') },
      // Other sites name this one file, so its name must stay; it is never cached for long.
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
        // One file for all examples of a language: they are opened together.
        codeSplitting: {
          groups: [{ name: (id) => /languages\/([^/]+)\/examples\//.exec(id)?.[1]?.concat('-examples') ?? null }],
        },
      },
      // Directives for a server that renders React, which nobody here does.
      onLog: (level, log, report) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
    target: 'es2023',
  },
});
