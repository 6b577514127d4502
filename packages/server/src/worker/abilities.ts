import { cpus, hostname, release } from 'node:os';
import { availableVersions, type Language, type SandboxDescription, type Toolchain, withVersion } from '@cupel/domain';
import { findToolchains } from '@cupel/sandbox';
import { labelCapability, languageCapability, STRICT_ISOLATION } from '../platform/jobs/capabilities.js';
import type { WorkerDetails } from '../platform/jobs/worker-details.js';

/** What this host can run. Found once: a toolchain that is replaced under a running worker is noticed when that starts again. */
export interface Abilities {
  /** Undefined where this host lacks the language or that version of it. */
  find(language: string, version: string | null): Toolchain | undefined;
  capabilities(sandbox: SandboxDescription): readonly string[];
  details(sandbox: SandboxDescription): WorkerDetails;
}

export async function findAbilities(languages: readonly Language[], labels: readonly string[]): Promise<Abilities> {
  const found = (await findToolchains(languages)).filter(({ status }) => status === 'present');
  const toolchains = new Map(found.map(({ language, versions }) => [language.id, { language, versions }]));
  const own = [...[...toolchains.values()].flatMap(capabilitiesOf), ...labels.map(labelCapability)];
  const cpu = createCpuMeter();
  return {
    find: (language, version) => {
      const toolchain = toolchains.get(language);
      return toolchain && versioned(toolchain, version);
    },
    capabilities: ({ isolation }) => (isolation.missing.length === 0 ? [...own, STRICT_ISOLATION] : own),
    details: (sandbox) => ({
      languages: [...toolchains].map(([id, { versions }]) => ({ id, tools: Object.entries(versions) })),
      isolation: {
        mode: sandbox.isolation.mode,
        walls: [...sandbox.isolation.walls],
        missing: [...sandbox.isolation.missing],
      },
      cgroup: sandbox.cgroup,
      kernel: sandbox.kernel === '' ? release() : sandbox.kernel,
      launcher: sandbox.launcher,
      cpuUtilization: cpu(),
    }),
  };
}

function capabilitiesOf(toolchain: Toolchain): readonly string[] {
  const { language } = toolchain;
  const any = languageCapability(language.id);
  const [version] = language.variants.length > 0 ? [] : availableVersions(toolchain);
  return version === undefined ? [any] : [any, languageCapability(language.id, version)];
}

function versioned(toolchain: Toolchain, version: string | null): Toolchain | undefined {
  try {
    return withVersion(toolchain, version ?? undefined);
  } catch {
    return undefined;
  }
}

/** Share of the host's cores that was busy since the last call, 0 to 1. */
function createCpuMeter(): () => number {
  const read = () => {
    const times = cpus().map((core) => core.times);
    const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
    return { all, idle: times.reduce((sum, { idle }) => sum + idle, 0) };
  };
  let last = read();
  return () => {
    const now = read();
    const [all, idle] = [now.all - last.all, now.idle - last.idle];
    last = now;
    return all <= 0 ? 0 : Math.min(1, Math.max(0, 1 - idle / all));
  };
}

export const HOST = hostname();
