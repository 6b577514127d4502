import { setTimeout as sleep } from 'node:timers/promises';
import { findLanguage } from '@cupel/domain';
import { type Compiled, compile, type ExecuteRequest, type ExecuteResult, type NotCompiled, runCompiled } from '@cupel/judge';
import { type Launcher, loadLanguages, requireToolchain, startLauncher } from '@cupel/sandbox';
import { afterAll, expect, it } from 'vitest';
import { LAUNCHER } from '../support/paths.js';
import { JAVA_PROGRAMS, JAVA_SOURCES } from './java-programs.js';
import { python, text, withoutAddresses } from './support.js';

const { language } = findLanguage(loadLanguages(new URL('../../languages/', import.meta.url).pathname), 'java');
const toolchain = await requireToolchain(language);
const warm = await startLauncher({ binary: LAUNCHER, warm: 'ahead', boxes: 8 });
const cold = await startLauncher({ binary: LAUNCHER, warm: 'never', boxes: 4 });
afterAll(() => Promise.all([warm.close(), cold.close()]));

const java = (source: string, more: Partial<ExecuteRequest> = {}): ExecuteRequest => ({
  mode: 'strict',
  files: [{ bytes: Buffer.from(source) }],
  args: ['one', 'two words', 'é'],
  stdin: { kind: 'bytes', bytes: Buffer.from('first second\nthird\n') },
  ...more,
});

/** A JVM waits once its kind has been wanted twice, and a core was free to boot it. */
async function untilWarm<Result>(attempt: () => Promise<Result>, isWarm: (result: Result) => boolean): Promise<Result> {
  for (let left = 60; ; left -= 1) {
    const result = await attempt();
    if (isWarm(result) || left === 0) return result;
    await sleep(500);
  }
}

async function compiledIn(sandbox: Launcher, request: ExecuteRequest): Promise<Compiled> {
  const compiled = await compile(sandbox, toolchain, request);
  if (compiled.kind !== 'compiled') throw new Error(text(compiled.report.output));
  return compiled;
}

const seen = ({ judgement, evidence, stdout, stderr }: ExecuteResult) => ({
  judgement,
  exit: evidence?.exit,
  stdout: withoutAddresses(text(stdout)),
  stderr: withoutAddresses(text(stderr)),
});

it.each(Object.entries(JAVA_PROGRAMS))('%s', async (_name, source) => {
  const request = java(source);
  const [waiting, fresh] = [await compiledIn(warm, request), await compiledIn(cold, request)];
  const one = await untilWarm(
    () => runCompiled(warm, waiting, request),
    ({ evidence }) => evidence?.timing.warm === true,
  );
  const other = await runCompiled(cold, fresh, request);
  expect([one.evidence?.timing.warm, other.evidence?.timing.warm]).toEqual([true, false]);
  expect(seen(one)).toEqual(seen(other));
});

it.each(Object.entries(JAVA_SOURCES))('the compiler, of %s', async (_name, source) => {
  // What it compiles is compared as bytes: /program as the next box finds it.
  const request = java(source);
  const one = await untilWarm(
    () => compile(warm, toolchain, request),
    ({ report }) => report?.evidence?.timing.warm === true,
  );
  const other = await compile(cold, toolchain, request);
  expect([one, other].map(({ report }) => report?.evidence?.timing.warm)).toEqual([true, false]);
  expect(one.report?.judgement).toEqual(other.report?.judgement);
  expect(text(one.report?.output ?? new Uint8Array())).toBe(text(other.report?.output ?? new Uint8Array()));
  expect(await sumsOf(warm, one)).toBe(await sumsOf(cold, other));
});

it('what one program leaves, no other finds', async () => {
  const source = `import java.nio.file.*; import java.util.*;
public class Main {
  static String canary;
  public static void main(String[] args) throws Exception {
    String[] folders = {"/tmp", "/box", "/dev/shm"};
    Set<String> found = new TreeSet<>();
    for (String folder : folders) try (var files = Files.list(Path.of(folder))) { files.forEach(f -> found.add(f.toString())); }
    String name = String.join("-", "cupel", "canary");
    System.out.println(canary + found + System.getProperty(name) + System.getenv(name) + Thread.getAllStackTraces().size() + new java.io.File("/proc/self/fd").list().length);
    canary = name; System.setProperty(name, name);
    for (String folder : folders) Files.writeString(Path.of(folder, name), name);
    new Timer(true).schedule(new TimerTask() { public void run() {} }, 100000, 100000);
    new Thread(() -> { try { Thread.sleep(100000); } catch (InterruptedException e) {} }).start();
    new ProcessBuilder("/bin/sleep", "100").start();
    System.out.flush(); Runtime.getRuntime().halt(0);
  }
}`;
  const request = java(source);
  const [waiting, fresh] = [await compiledIn(warm, request), await compiledIn(cold, request)];
  const clean = text((await runCompiled(cold, fresh, request)).stdout);
  expect(clean).toContain('null[]nullnull');
  for (let round = 0; round < 4; round += 1) {
    const one = await untilWarm(
      () => runCompiled(warm, waiting, request),
      ({ evidence }) => evidence?.timing.warm === true,
    );
    expect(one.evidence?.timing.warm).toBe(true);
    expect(text(one.stdout)).toBe(clean);
  }
});

async function sumsOf(sandbox: Launcher, made: Compiled | NotCompiled): Promise<string> {
  if (made.kind === 'not_compiled' || made.artefact === undefined) return '';
  const spec = python('', {
    warm: '',
    artefact: made.artefact,
    argv: ['/bin/sh', '-c', 'cd /program && sha256sum *; stat -c "%n %a" *'],
  });
  return text((await sandbox.run(spec)).stdout);
}
