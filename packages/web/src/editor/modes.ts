import { type LanguageSupport, StreamLanguage, type StreamParser } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

type Loader = () => Promise<Extension>;

const grammar = async (loading: Promise<LanguageSupport>): Promise<Extension> => loading;
const stream =
  <Module>(load: () => Promise<Module>, pick: (module: Module) => StreamParser<unknown>): Loader =>
  async () =>
    StreamLanguage.define(pick(await load()));

const c = () => grammar(import('@codemirror/lang-cpp').then(({ cpp }) => cpp()));
const clike = () => import('@codemirror/legacy-modes/mode/clike');

/** By the editor mode that a language names; each is loaded when it is first opened. */
const MODES: Readonly<Record<string, Loader>> = {
  c,
  cpp: c,
  python: () => grammar(import('@codemirror/lang-python').then(({ python }) => python())),
  java: () => grammar(import('@codemirror/lang-java').then(({ java }) => java())),
  javascript: () => grammar(import('@codemirror/lang-javascript').then(({ javascript }) => javascript({ jsx: true }))),
  typescript: () => grammar(import('@codemirror/lang-javascript').then(({ javascript }) => javascript({ typescript: true }))),
  go: () => grammar(import('@codemirror/lang-go').then(({ go }) => go())),
  rust: () => grammar(import('@codemirror/lang-rust').then(({ rust }) => rust())),
  shell: stream(
    () => import('@codemirror/legacy-modes/mode/shell'),
    (mode) => mode.shell,
  ),
  ruby: stream(
    () => import('@codemirror/legacy-modes/mode/ruby'),
    (mode) => mode.ruby,
  ),
  perl: stream(
    () => import('@codemirror/legacy-modes/mode/perl'),
    (mode) => mode.perl,
  ),
  lua: stream(
    () => import('@codemirror/legacy-modes/mode/lua'),
    (mode) => mode.lua,
  ),
  haskell: stream(
    () => import('@codemirror/legacy-modes/mode/haskell'),
    (mode) => mode.haskell,
  ),
  pascal: stream(
    () => import('@codemirror/legacy-modes/mode/pascal'),
    (mode) => mode.pascal,
  ),
  fortran: stream(
    () => import('@codemirror/legacy-modes/mode/fortran'),
    (mode) => mode.fortran,
  ),
  cobol: stream(
    () => import('@codemirror/legacy-modes/mode/cobol'),
    (mode) => mode.cobol,
  ),
  erlang: stream(
    () => import('@codemirror/legacy-modes/mode/erlang'),
    (mode) => mode.erlang,
  ),
  ocaml: stream(
    () => import('@codemirror/legacy-modes/mode/mllike'),
    (mode) => mode.oCaml,
  ),
  fsharp: stream(
    () => import('@codemirror/legacy-modes/mode/mllike'),
    (mode) => mode.fSharp,
  ),
  scheme: stream(
    () => import('@codemirror/legacy-modes/mode/scheme'),
    (mode) => mode.scheme,
  ),
  commonlisp: stream(
    () => import('@codemirror/legacy-modes/mode/commonlisp'),
    (mode) => mode.commonLisp,
  ),
  clojure: stream(
    () => import('@codemirror/legacy-modes/mode/clojure'),
    (mode) => mode.clojure,
  ),
  d: stream(
    () => import('@codemirror/legacy-modes/mode/d'),
    (mode) => mode.d,
  ),
  octave: stream(
    () => import('@codemirror/legacy-modes/mode/octave'),
    (mode) => mode.octave,
  ),
  r: stream(
    () => import('@codemirror/legacy-modes/mode/r'),
    (mode) => mode.r,
  ),
  tcl: stream(
    () => import('@codemirror/legacy-modes/mode/tcl'),
    (mode) => mode.tcl,
  ),
  groovy: stream(
    () => import('@codemirror/legacy-modes/mode/groovy'),
    (mode) => mode.groovy,
  ),
  julia: stream(
    () => import('@codemirror/legacy-modes/mode/julia'),
    (mode) => mode.julia,
  ),
  smalltalk: stream(
    () => import('@codemirror/legacy-modes/mode/smalltalk'),
    (mode) => mode.smalltalk,
  ),
  gas: stream(
    () => import('@codemirror/legacy-modes/mode/gas'),
    (mode) => mode.gas,
  ),
  forth: stream(
    () => import('@codemirror/legacy-modes/mode/forth'),
    (mode) => mode.forth,
  ),
  vb: stream(
    () => import('@codemirror/legacy-modes/mode/vb'),
    (mode) => mode.vb,
  ),
  sql: stream(
    () => import('@codemirror/legacy-modes/mode/sql'),
    (mode) => mode.sqlite,
  ),
  crystal: stream(
    () => import('@codemirror/legacy-modes/mode/crystal'),
    (mode) => mode.crystal,
  ),
  swift: stream(
    () => import('@codemirror/legacy-modes/mode/swift'),
    (mode) => mode.swift,
  ),
  brainfuck: stream(
    () => import('@codemirror/legacy-modes/mode/brainfuck'),
    (mode) => mode.brainfuck,
  ),
  kotlin: stream(clike, (mode) => mode.kotlin),
  scala: stream(clike, (mode) => mode.scala),
  csharp: stream(clike, (mode) => mode.csharp),
  dart: stream(clike, (mode) => mode.dart),
  objectivec: stream(clike, (mode) => mode.objectiveC),
};

/** Other names under which languages are known. */
const SAME: Readonly<Record<string, string>> = {
  bash: 'shell',
  sh: 'shell',
  'c++': 'cpp',
  lisp: 'commonlisp',
  asm: 'gas',
  sqlite: 'sql',
};

/** Highlighting and indentation of a mode; plain text where there is none. */
export async function languageOf(mode: string): Promise<Extension> {
  const name = mode.toLowerCase();
  return (await MODES[SAME[name] ?? name]?.()) ?? [];
}
