import { parseLanguage, type Toolchain } from '@cupel/domain';
import type { SourceFile } from '../request.js';

/** What a setter's program is called that brings its own `build`, `run` or both, as the package format allows. */
export const SCRIPT = 'script';

/** The next box is another user's. */
const BUILD = `if [ -f build ]; then chmod 755 build && ./build || exit; fi
[ -f run ] || { echo "there is no file called run" >&2; exit 1; }
chmod 755 run`;

const BEGIN = 'begin.script';

/** The sources of such a program: what builds it stands first, as a main file does. */
export const scriptFiles = (files: readonly SourceFile[]): readonly SourceFile[] => [
  { name: BEGIN, bytes: new TextEncoder().encode(BUILD) },
  ...files,
];

/** The format promises to scripts a shell, and python3, cc and c++ on the path. */
const ENV = { PATH: '/usr/bin:/bin' };
const LIMITS = { cpu_time: 20, memory: '1G', processes: 64 };

/** A language as every other, but for nobody's submissions: it builds and runs what it is told to. */
export const SCRIPT_TOOLCHAIN: Toolchain = {
  versions: {},
  language: parseLanguage(
    {
      id: SCRIPT,
      name: 'Build and run scripts',
      editor: { mode: 'shell', extension: 'sh' },
      source: BEGIN,
      sources: ['script'],
      packages: [],
      tools: [{ name: 'sh', path: '/bin/sh', version: { argv: ['-c', 'echo 1'], pattern: '(1)' } }],
      compile: { argv: ['/bin/sh', '{main}'], env: ENV, limits: LIMITS },
      run: { argv: ['/program/run'], env: ENV, limits: LIMITS },
    },
    SCRIPT,
  ),
};
