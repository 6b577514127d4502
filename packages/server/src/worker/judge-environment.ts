import { CupelError, findLanguage, type IsolationMode, type Language, type Sandbox } from '@cupel/domain';
import type { JudgeEnvironment } from '@cupel/judge';
import type { Abilities } from './abilities.js';
import type { BlobCache } from './blob-cache.js';
import type { RunGate } from './run-gate.js';
import { Seats, type SpareSlots } from './seats.js';

export interface JudgeHost {
  readonly abilities: Abilities;
  readonly languages: readonly Language[];
  readonly mode: IsolationMode;
  readonly gate: RunGate;
  readonly cache: BlobCache;
  readonly slots: SpareSlots;
}

/** What judging needs of this worker. A run that was granted the host alone does not ask for it once more. */
export function judgeEnvironment(
  sandbox: Sandbox,
  { abilities, languages, mode, gate, cache, slots }: JudgeHost,
): JudgeEnvironment {
  let alone = false;
  const seats = new Seats(slots);
  const passing = <T>(run: () => Promise<T>): Promise<T> => seats.during(() => (alone ? run() : gate.together(run)));
  return {
    sandbox: {
      ...sandbox,
      run: (spec, hooks) => passing(() => sandbox.run(spec, hooks)),
      runGroup: (specs, hooks) => passing(() => sandbox.runGroup(specs, hooks)),
    },
    mode,
    toolchain: async (name) => {
      const { language, version } = findLanguage(languages, name);
      const toolchain = abilities.find(language.id, version ?? null);
      if (toolchain === undefined) throw new CupelError('toolchain_missing', { language: name, packages: language.id });
      return toolchain;
    },
    read: async (content) => (content.kind === 'bytes' ? content.bytes : cache.read(content.sha256)),
    alone: (run) =>
      gate.alone(async () => {
        alone = true;
        try {
          return await run();
        } finally {
          alone = false;
        }
      }),
  };
}
