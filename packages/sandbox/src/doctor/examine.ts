import { CupelError, type Language, type Sandbox } from '@cupel/domain';
import { findToolchains } from '../toolchains/index.js';
import { calibrate, noiseFinding } from './calibration.js';
import type { Finding } from './finding.js';
import { hardeningFindings } from './hardening.js';
import { type Host, thisHost } from './host.js';
import { kernelFindings } from './kernel.js';
import { limitFindings } from './limits.js';
import { timingFindings } from './timing.js';
import { toolchainFindings } from './toolchains.js';
import { wallFindings } from './walls.js';

export interface Patient {
  /** Starts or finds the sandbox; rejects with `CupelError` where there is none to be had. */
  readonly openSandbox: () => Promise<Sandbox>;
  readonly languages: readonly Language[];
  readonly host?: Host;
}

/**
 * Everything that is asked of this host, one line at a time as it is found out. What can be tried is tried: walls are
 * raised, limits broken, a loop timed. Strict runs are possible where no line says `fail`.
 */
export async function* examine({ openSandbox, languages, host = thisHost }: Patient): AsyncGenerator<Finding> {
  yield* kernelFindings(host);
  yield* sandboxFindings(openSandbox);
  yield* toolchainFindings(await findToolchains(languages));
  yield* hardeningFindings(host);
  yield* timingFindings(host);
  yield noiseFinding(await calibrate());
}

/** A wall that is missing does not end the examination: the rest is tried without it. */
async function* sandboxFindings(openSandbox: Patient['openSandbox']): AsyncGenerator<Finding> {
  try {
    const sandbox = await openSandbox();
    const { mode } = sandbox.describe().isolation;
    yield* await wallFindings(sandbox, mode);
    yield* limitFindings(sandbox, mode);
  } catch (error) {
    if (!(error instanceof CupelError)) throw error;
    yield { area: 'wall', name: 'launcher', level: 'fail', found: error.message, code: error.code, cure: error.cure };
  }
}
