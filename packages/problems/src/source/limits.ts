/** How much of a package is read. Whoever knows their strangers may ask for more. */
export interface PackageLimits {
  readonly entries: number;
  /** All files together, unpacked. */
  readonly bytes: number;
  /** Unpacked over packed, for the archive and for each entry above a megabyte. */
  readonly ratio: number;
  readonly depth: number;
  /** Of a file that is read whole, because it is YAML, a program or a text. */
  readonly textBytes: number;
}

export const PACKAGE_LIMITS: PackageLimits = {
  entries: 2_000,
  bytes: 64 * 1024 * 1024,
  ratio: 100,
  depth: 10,
  textBytes: 4 * 1024 * 1024,
};
