import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '@cupel/judge';
import { type Canary, scratch } from '../canary.js';
import type { CompileEnd } from './compiling.js';

/** How the same sources are compiled on the host, where the effect is to be seen. */
type OnHost = string | undefined;

export interface CompileCase {
  readonly folder: string;
  readonly language: string;
  /** What stands for `@LINE@` or `@BYTES@`, by the variant's name, and the host's command; none where it shows nothing there. */
  readonly variants: Readonly<Record<string, { readonly text: (canary: Canary) => string; readonly host: OnHost }>>;
  /** Beside the attack's own file. */
  readonly others?: () => readonly SourceFile[];
  readonly effect: (end: CompileEnd, canary: Canary) => boolean;
  /** Milliseconds for the host's compiler. */
  readonly patience?: number;
  /** Of single variants, where it is not CE. */
  readonly verdicts?: Readonly<Record<string, string>>;
}

const GCC = 'gcc -o main main.c';
const HUGE = 100_000_000;
/** Beyond what is ever kept of a compiler's messages. */
const MESSAGES_BYTES = 64 << 10;

const leaks = ({ output }: CompileEnd, { text }: Canary): boolean => output.includes(text);
const neverEnds = ({ output }: CompileEnd): boolean => /STILL COMPILING|out of memory|virtual memory exhausted/.test(output);
const none = { '': { text: () => '', host: GCC } };

const bytesOf = (make: (folder: string) => string): Uint8Array => {
  const folder = scratch();
  const bytes = readFileSync(make(folder));
  rmSync(folder, { recursive: true });
  return bytes;
};

/** What the uploaded annotation processor was compiled to, by the attacker at home. */
const processor = (): readonly SourceFile[] => [
  { name: 'META-INF/services/javax.annotation.processing.Processor', bytes: Buffer.from('Evil\n') },
  {
    name: 'Evil.class',
    bytes: bytesOf((folder) => {
      execFileSync('/usr/lib/jvm/default-java/bin/javac', [
        '-d',
        folder,
        join(import.meta.dirname, 'd6-annotation-processor/Evil.java'),
      ]);
      return join(folder, 'Evil.class');
    }),
  },
];

const objectFile = (): readonly SourceFile[] => [
  {
    name: 'uploaded.o',
    bytes: bytesOf((folder) => {
      execFileSync('/usr/bin/gcc', ['-c', '-x', 'c', '-', '-o', join(folder, 'uploaded.o')], {
        input: 'int uploaded(void) { return 0; }',
      });
      return join(folder, 'uploaded.o');
    }),
  },
];

const include = (path: string): { readonly text: () => string; readonly host: OnHost } => ({
  text: () => `#include "${path}"`,
  host: undefined,
});

export const compileCases: readonly CompileCase[] = [
  {
    folder: 'd1-include',
    language: 'c',
    variants: {
      include: { text: ({ file }) => `#include "${file}"`, host: GCC },
      digraph: { text: ({ file }) => `%:include "${file}"`, host: GCC },
      trigraph: { text: ({ file }) => `??=include "${file}"`, host: `${GCC} -trigraphs` },
      incbin: { text: ({ file }) => `__asm__(".data\\n.incbin \\"${file}\\"\\n.text");`, host: GCC },
      // Debian's compiler does not know it yet; the one that does must find no file either.
      embed: { text: ({ file }) => `const char told[] = {\n#embed "${file}"\n};`, host: undefined },
    },
    effect: leaks,
  },
  {
    folder: 'd1-rust',
    language: 'rust',
    variants: { '': { text: () => '', host: '/usr/bin/rustc -o main main.rs' } },
    effect: leaks,
  },
  {
    folder: 'd2-test-data',
    language: 'cpp',
    variants: { '': { text: () => '', host: 'g++ -o main main.cpp' } },
    effect: ({ output }) => /#error SEEN/.test(output),
  },
  {
    folder: 'd3-endless-input',
    language: 'c',
    variants: {
      zero: { ...include('/dev/zero'), host: GCC },
      urandom: { ...include('/dev/urandom'), host: GCC },
      terminal: include('/dev/tty'),
      'standard input': include('/dev/stdin'),
      itself: { text: () => '#include __FILE__', host: undefined },
    },
    effect: neverEnds,
    patience: 1500,
    // A compiler's standard input is empty, so that nothing was included.
    verdicts: { 'standard input': 'AC' },
  },
  {
    folder: 'd4-templates',
    language: 'cpp',
    variants: { '': { text: () => '', host: 'g++ -o main main.cpp' } },
    effect: neverEnds,
    patience: 1500,
  },
  {
    folder: 'd5-huge-artefact',
    language: 'c',
    variants: { '': { text: () => String(HUGE), host: GCC }, 'of gigabytes': { text: () => '2000000000', host: undefined } },
    effect: ({ made }) => made,
  },
  {
    folder: 'd6-annotation-processor',
    language: 'java',
    variants: { '': { text: () => '', host: '/usr/lib/jvm/default-java/bin/javac Main.java' } },
    others: processor,
    effect: ({ output }) => output.includes('RAN_IN_THE_COMPILER'),
  },
  { folder: 'd7-error-flood', language: 'c', variants: none, effect: ({ output }) => output.length > MESSAGES_BYTES },
  {
    folder: 'd8-binary-upload',
    language: 'c',
    variants: { object: { text: () => '', host: `${GCC} *.o` } },
    others: objectFile,
    effect: ({ made }) => made,
  },
];
