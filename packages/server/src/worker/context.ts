import type { IsolationMode, Language } from '@cupel/domain';
import type { Connection, Database } from '@cupel/store';
import type { Config } from '../platform/settings/schema.js';
import type { Abilities } from './abilities.js';
import type { BlobCache } from './blob-cache.js';
import { JudgeProblems } from './judge-problems.js';
import type { LauncherWatch } from './launcher-watch.js';
import { RunGate } from './run-gate.js';
import type { SpareSlots } from './seats.js';

/** What a job of any kind is performed with. */
export interface PerformContext {
  readonly abilities: Abilities;
  readonly watch: LauncherWatch;
  readonly connection: Connection;
  readonly mode: IsolationMode;
  readonly languages: readonly Language[];
  readonly problems: JudgeProblems;
  readonly gate: RunGate;
  readonly slots: SpareSlots;
  /** Of packages unpacked here, as the service takes them. */
  readonly packageLimits: { readonly bytes: number; readonly entries: number };
}

interface Host {
  readonly config: Config;
  readonly database: Database;
  readonly languages: readonly Language[];
}

/** One for all jobs of a worker: they share what is prepared, and the gate. */
export function performContext(
  { config, database, languages }: Host,
  { cache, ...own }: Pick<PerformContext, 'abilities' | 'watch' | 'slots'> & { readonly cache: BlobCache },
): PerformContext {
  return {
    ...own,
    connection: database,
    mode: config.permissive ? 'permissive' : 'strict',
    languages,
    problems: new JudgeProblems(cache, database, () => own.watch.restarts),
    gate: new RunGate(),
    packageLimits: { bytes: config.packageBytes, entries: config.packageEntries },
  };
}
