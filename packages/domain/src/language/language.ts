import type { Limits } from '../limits.js';

/**
 * A language is data: languages/<id>/language.yaml. What its command lines may hold between braces is told in command.ts,
 * what the fields mean to whoever adds a language in CONTRIBUTING.md.
 */
export interface Language {
  readonly id: string;
  readonly name: string;
  /** Lower case. */
  readonly aliases: readonly string[];
  readonly editor: { readonly mode: string; readonly extension: string };
  /** Name of the main file where the caller gives none. */
  readonly source: string;
  /** Endings, without the dot, of what counts as a source; other files are data, and reach the program unchanged. */
  readonly sources: readonly string[];
  readonly entry: Entry;
  /** The set-up leaves it out: it is used where its packages are found, and else listed with the command that installs them. */
  readonly onRequest: boolean;
  /** Debian packages without which it does not run. */
  readonly packages: readonly string[];
  readonly libraries: readonly Library[];
  /** The programs that it needs; the first one's version is the language's. */
  readonly tools: readonly Tool[];
  /** What must exist besides, so that a toolchain that is half installed is found out. */
  readonly paths: readonly string[];
  /** Arguments that are left out of `compile` where what they need is not there: a quicker linker. */
  readonly optional: readonly OptionalArgument[];
  /** What a caller may choose by `version`, the default first; empty where only the installed version can be chosen. */
  readonly variants: readonly Variant[];
  /** Values that depend on the text of the sources; the first that matches counts. */
  readonly detect: readonly Detection[];
  /** From languages/<id>/support/: stand beside the sources when their types are checked. */
  readonly support: readonly SupportFile[];
  /** Run before the compiler, on request. */
  readonly typecheck?: Step;
  /** Absent where the sources themselves are run. */
  readonly compile?: Step;
  /** What can be compiled once for all programs; the first that fits the sources is at /program while they are compiled. */
  readonly precompiled: readonly Precompiled[];
  readonly run: Step;
  /** What it runs on instead of the host's own system. */
  readonly image?: LanguageImage;
}

export interface LanguageImage {
  /** The launcher's profile. */
  readonly name: string;
  /** Where its file system lies on this host. */
  readonly root: string;
  /** What its tools said of their versions, by command line: they are never run outside of a box. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** What is started: a file, or the class that holds Java's main method. */
export type Entry = 'file' | 'java-class';

export interface Step {
  /** The launcher's template that may serve it, for the start of an interpreter. */
  readonly warm?: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

export interface Tool {
  readonly name: string;
  readonly path: string;
  readonly version: VersionSource;
}

export interface OptionalArgument {
  readonly argument: string;
  /** What must exist for it. */
  readonly path: string;
}

/** Where a version stands: in what the tool prints, or in a file. The pattern's first group is the version. */
export type VersionSource =
  | { readonly argv: readonly string[]; readonly pattern: string }
  | { readonly file: string; readonly pattern: string };

/** What strangers expect to find, but the language runs without. */
export interface Library {
  readonly name: string;
  readonly package: string;
  /** Exists where the library is installed. */
  readonly path: string;
  /** Source of a program that ends with code 0 where the library works. */
  readonly program: string;
}

export interface Variant {
  readonly version: string;
  readonly name: string;
  /** Choose the language and this variant of it. */
  readonly aliases: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

export interface Detection {
  /** Looked for in each source; absent: always matches. */
  readonly when?: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Makes, in /box, what the compiler will look for in /program: a header that most programs begin with. */
export interface Precompiled {
  /** Looked for in each source. */
  readonly when: string;
  readonly step: Step;
}

export interface SupportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A language as this host has it. */
export interface Toolchain {
  readonly language: Language;
  /** By tool. */
  readonly versions: Readonly<Record<string, string>>;
  /** The chosen one, where the language has variants. */
  readonly variant?: Variant;
}
