import { DEFAULT_LIMITS, type RunSpec, type Sandbox } from '@cupel/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Launcher, startLauncher } from '../launcher/launcher.js';
import { ArtefactCache } from './cache.js';

let launcher: Launcher;
beforeAll(async () => {
  launcher = await startLauncher();
});
afterAll(() => launcher.close());

const box = {
  profile: 'judge',
  mode: 'strict',
  env: {},
  limits: DEFAULT_LIMITS,
  stdin: { kind: 'null' },
  stdout: { kind: 'pipe' },
  stderr: { kind: 'stdout' },
  collect: [],
} as const;

/** A "compiler" whose product tells when it was made, so that two makings can be told apart. */
function compiling(text: string, script = 'sleep 0.2; cat source > made; date +%s%N >> made'): RunSpec {
  const files = [{ name: 'source', content: { kind: 'bytes', bytes: new Uint8Array(Buffer.from(text)) } } as const];
  return { ...box, argv: ['/usr/bin/sh', '-c', script], files, keep: true };
}

async function madeBy(sandbox: Sandbox, spec: RunSpec): Promise<{ made: string; reused: boolean; release: () => void }> {
  const { artefact, reused = false } = await sandbox.run(spec);
  if (artefact === undefined) throw new Error('nothing was kept');
  const { stdout } = await launcher.run({ ...box, argv: ['/usr/bin/cat', '/program/made'], files: [], keep: false, artefact });
  return { made: Buffer.from(stdout).toString(), reused, release: () => sandbox.release(artefact) };
}

const kept = async () => (await launcher.status()).artefacts;

it('gives the same program to whoever hands in the same, and to no other tenant', async () => {
  const cache = new ArtefactCache({ maxBytes: 1 << 24 });
  const first = await madeBy(cache.view(launcher, 'a'), compiling('x'));
  first.release();
  const again = await madeBy(cache.view(launcher, 'a'), compiling('x'));
  const elsewhere = await madeBy(cache.view(launcher, 'b'), compiling('x'));
  const other = await madeBy(cache.view(launcher, 'a'), compiling('y'));
  expect([again.made, again.reused]).toEqual([first.made, true]);
  expect(elsewhere.reused || other.reused || first.reused).toBe(false);
  expect(new Set([first.made, elsewhere.made, other.made]).size).toBe(3);
});

it('lets one compiler work for all who ask at once', async () => {
  const view = new ArtefactCache({ maxBytes: 1 << 24 }).view(launcher, 'a');
  const all = await Promise.all(Array.from({ length: 5 }, () => madeBy(view, compiling('at once'))));
  expect(new Set(all.map(({ made }) => made)).size).toBe(1);
  expect(all.filter(({ reused }) => !reused)).toHaveLength(1);
});

it('goes on for the others where the first of them goes', async () => {
  const view = new ArtefactCache({ maxBytes: 1 << 24 }).view(launcher, 'a');
  const stop = new AbortController();
  const first = view.run(compiling('left'), { signal: stop.signal });
  const second = madeBy(view, compiling('left'));
  stop.abort();
  expect((await second).made).toContain('left');
  await first;
  const alone = new AbortController();
  const nobody = view.run(compiling('alone', 'sleep 30'), { signal: alone.signal });
  alone.abort();
  await expect(nobody).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
});

it('drops what was not used for longest, and nothing that is in use', async () => {
  const before = await kept();
  const view = new ArtefactCache({ maxBytes: 1 << 20 }).view(launcher, 'a');
  const fill = 'head -c 400000 /dev/zero > made';
  const [one, two] = [await madeBy(view, compiling('1', fill)), await madeBy(view, compiling('2', fill))];
  one.release();
  const three = await madeBy(view, compiling('3', fill));
  expect(await kept()).toBe(before + 2);
  expect((await madeBy(view, compiling('2', fill))).reused).toBe(true);
  expect((await madeBy(view, compiling('1', fill))).reused).toBe(false);
  two.release();
  three.release();
});

it('keeps a refusal of the compiler, but not what a limit did', async () => {
  const view = new ArtefactCache({ maxBytes: 1 << 20 }).view(launcher, 'a');
  const refuse = compiling('r', 'echo no; exit 1');
  await view.run(refuse);
  expect(await view.run(refuse)).toMatchObject({ reused: true, evidence: { exit: { kind: 'code', code: 1 } } });
  const slow = { ...compiling('s', 'while :; do :; done'), limits: { ...DEFAULT_LIMITS, cpuTime: 100_000 } };
  await view.run(slow);
  expect((await view.run(slow)).reused).toBeUndefined();
});

it('forgets what died with a launcher', async () => {
  const cache = new ArtefactCache({ maxBytes: 1 << 24 });
  const view = cache.view(launcher, 'a');
  await view.run(compiling('gone'));
  cache.clear();
  expect((await view.run(compiling('gone'))).reused).toBeUndefined();
});
