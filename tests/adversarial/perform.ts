import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from '@cupel/domain';
import { commandSpec, type Fact, type Ran, type Scene, type Setting } from './case.js';
import type { Attack } from './header.mjs';
import { program } from './programs.js';

const HOLDS = /"hold": ?true/;
/** A program that floods says no more that is worth reading. */
const READ_BYTES = 64 << 10;
const WATCH_EVERY_MS = 20;

const factsIn = (text: string): readonly Fact[] =>
  text.split('\n').flatMap((line) => {
    try {
      const value: unknown = line.startsWith('{') ? JSON.parse(line) : undefined;
      return value === undefined ? [] : [value as Fact];
    } catch {
      return []; // It was killed in the middle of the line.
    }
  });

/** Input that brings nothing and ends when the harness has looked, or when the run is over. */
class Gate {
  open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  readonly chunks: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        await this.#opened;
        return { done: true, value: undefined };
      },
    }),
  };
}

const watchWhile = async (running: () => boolean, watch: Scene['watch']): Promise<void> => {
  while (watch !== undefined && running()) {
    await watch();
    await sleep(WATCH_EVERY_MS);
  }
};

/** Runs an attack's program once and looks from outside meanwhile, as the scene asks. */
export async function perform(attack: Attack, scene: Scene, setting: Setting): Promise<Ran> {
  const { argv, files } = await program(attack);
  const gate = new Gate();
  let looking: Promise<void> | undefined;
  let heard = '';
  const onOutput = (stream: 'stdout' | 'stderr', chunk: Uint8Array): void => {
    if (stream === 'stderr' || heard.length > READ_BYTES) return;
    heard += Buffer.from(chunk).toString('latin1');
    if (looking === undefined && HOLDS.test(heard)) looking = Promise.resolve(scene.look?.()).finally(gate.open);
  };
  const spec = {
    ...commandSpec([...argv, ...scene.args], setting.limits),
    warm: 'python',
    files: [...files, ...(scene.files ?? [])],
    stdin: scene.stdin ?? { kind: 'stream' as const, chunks: gate.chunks },
    collect: scene.collect ?? [],
    ...(scene.terminal === undefined ? {} : { terminal: scene.terminal }),
  };
  let running = true;
  const watching = watchWhile(() => running, scene.watch);
  const outcome = await setting.run(spec, { onOutput }).finally(() => {
    running = false;
    gate.open();
  });
  await Promise.all([looking, watching]);
  return { facts: factsIn(heard), outcome, verdict: classify(outcome.evidence, setting.limits).verdict };
}
