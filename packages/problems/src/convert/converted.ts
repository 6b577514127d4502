import type { Issues } from '../issues.js';

/** A file of the package that is made: bytes, or where the original lies. */
export type ConvertedFile =
  | { readonly path: string; readonly text: string; readonly executable?: boolean }
  | { readonly path: string; readonly from: string; readonly executable?: boolean };

/** A problem of another judge, in this format. What could not be carried over is among the issues. */
export interface Converted {
  readonly name: string;
  readonly files: readonly ConvertedFile[];
}

export interface ConverterInput {
  /** On this host. */
  readonly folder: string;
  /** Of the package that is made. */
  readonly name: string;
  readonly issues: Issues;
}

/** Problem names hold a-z and 0-9 only. */
export function packageName(given: string): string {
  const name = given.toLowerCase().replace(/[^a-z0-9]/g, '');
  return name === '' ? 'problem' : name;
}

/** File names of the format; what is not allowed in one becomes an underscore. */
export function fileName(given: string): string {
  return given.replace(/[^A-Za-z0-9_.-]/g, '_').replace(/^[.-]/, '_');
}
