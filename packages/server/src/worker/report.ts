import type { SandboxDescription } from '@cupel/domain';
import type { WorkerReport } from '@cupel/store';
import { type Abilities, HOST } from './abilities.js';

export interface ReportParts {
  readonly id: string;
  readonly version: string;
  readonly abilities: Abilities;
  /** What it serves apart from all others. */
  readonly pools: readonly string[];
  readonly sandbox: SandboxDescription;
  readonly slots: { readonly count: number; readonly busy: number };
  readonly state: WorkerReport['state'];
  readonly counters: { readonly launcherRestarts: number; readonly leasesLost: number };
  /** Interpreters that wait booted. */
  readonly launcherPools: { readonly waiting: number; readonly bytes: number; readonly budget: number } | undefined;
  /** Seconds that the event loop was held up at most since the last report. */
  readonly eventLoopDelay: number;
}

/** What a worker says of itself with each heartbeat. */
export function reportOf({
  id,
  version,
  abilities,
  pools,
  sandbox,
  slots,
  state,
  counters,
  launcherPools,
  eventLoopDelay,
}: ReportParts): WorkerReport {
  return {
    ...{ id, version, state, host: HOST },
    capabilities: [...abilities.capabilities(sandbox), ...pools],
    slots: slots.count,
    busy: slots.busy,
    details: { ...abilities.details(sandbox), counters, launcherPools, eventLoopDelay },
  };
}
