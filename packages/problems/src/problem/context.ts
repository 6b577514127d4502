import type { PackageTest } from '../data/case.js';
import type { Issues } from '../issues.js';
import type { Metadata } from '../metadata/metadata.js';

export interface GroupOptions {
  readonly metadata: Metadata;
  readonly issues: Issues;
  /** Whether the output validator may give points of its own. */
  readonly ownPoints: boolean;
  /** Whether outputs are compared by the flags of each test. */
  readonly byFlags: boolean;
}

export interface GroupContext extends GroupOptions {
  readonly tests: ReadonlyMap<string, PackageTest>;
}
