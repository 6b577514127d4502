/** A program of a package: a file, or a folder of files. */
export interface PackageProgram {
  /** Without the ending, for a file. */
  readonly name: string;
  /** Path inside the package, for messages. */
  readonly path: string;
  /** The main file first. */
  readonly files: readonly ProgramFile[];
  readonly run: ProgramKind;
}

export interface ProgramFile {
  /** Below the program's folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

export type ProgramKind =
  | { readonly kind: 'language'; readonly language: string; readonly entry?: string }
  /** A folder with a `build` or `run` script. */
  | { readonly kind: 'script'; readonly build: boolean }
  /** No program: a file for each test. */
  | { readonly kind: 'answers' }
  /** Tools of their own, which this host may lack. */
  | { readonly kind: 'checktestdata' | 'viva' };
