/** What problem.yaml says, in one form for every version of the format. Times are seconds as in the file, sizes bytes. */
export interface Metadata {
  readonly format: FormatVersion;
  /** By language of the statement. */
  readonly names: Readonly<Record<string, string>>;
  readonly scoring: boolean;
  readonly interactive: boolean;
  readonly multiPass: boolean;
  readonly submitAnswer: boolean;
  readonly uuid?: string;
  readonly release?: string;
  readonly credits: Readonly<Record<string, readonly string[]>>;
  readonly sources: readonly { readonly name: string; readonly url?: string }[];
  readonly license: string;
  readonly rightsOwner?: string;
  readonly embargoUntil?: string;
  readonly keywords: readonly string[];
  /** Codes of the package format; undefined where all are allowed. */
  readonly languages?: readonly string[];
  readonly allowFileWriting: boolean;
  readonly constants: Readonly<Record<string, string>>;
  readonly limits: PackageRunLimits;
  /** Legacy says it here; since 2025-09 the folder says it by being there. */
  readonly customValidator?: boolean;
  /** Legacy says, too, whether that validator gives points. */
  readonly validatorScores?: boolean;
  readonly validatorFlags: readonly string[];
  readonly objective: 'max' | 'min';
  readonly showGroups: boolean;
}

type FormatVersion = 'legacy' | '2025-09';

export interface PackageRunLimits {
  readonly time?: number;
  readonly acToTimeLimit: number;
  readonly timeLimitToTle: number;
  readonly timeResolution: number;
  readonly memory?: number;
  readonly output?: number;
  readonly code?: number;
  readonly compilationTime?: number;
  readonly compilationMemory?: number;
  readonly validationTime?: number;
  readonly validationMemory?: number;
  readonly validationOutput?: number;
  readonly validationPasses: number;
}

export const LICENCES = ['unknown', 'public domain', 'cc0', 'cc by', 'cc by-sa', 'educational', 'permission'] as const;
