import { type Artefact, findLanguage, type Limits, parseLimits, type Toolchain } from '@cupel/domain';
import { compile, type ExecuteHooks, type ExecuteRequest, execute, releaseCompiled, runCompiled } from '@cupel/judge';
import { loadLanguages, requireToolchain } from '@cupel/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../support/product.ts';

const languages = loadLanguages(new URL('../../languages/', import.meta.url).pathname);
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const text = (given: Uint8Array | undefined) => Buffer.from(given ?? []).toString();

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

function toolchain(name: string): Promise<Toolchain> {
  const { language, version } = findLanguage(languages, name);
  return requireToolchain(language, version);
}

async function run(name: string, source: string, more: Partial<ExecuteRequest> = {}, hooks: ExecuteHooks = {}) {
  return execute(product.sandbox, await toolchain(name), { mode: 'strict', files: [{ bytes: bytes(source) }], ...more }, hooks);
}

const artefacts = async () => (await product.sandbox.status()).artefacts;

async function limits(name: string, given: Readonly<Record<string, unknown>>): Promise<Limits> {
  return parseLimits(given, { defaults: (await toolchain(name)).language.run.limits });
}

describe('an execution', () => {
  it('tells its stages and its output as they come, and which versions ran', async () => {
    const seen: string[] = [];
    const onOutput = (stream: string, chunk: Uint8Array) => void seen.push(`${stream}: ${text(chunk)}`);
    const result = await run(
      'c',
      '#include <stdio.h>\nint main(void) { puts("hello"); }',
      {},
      { onStage: (stage) => seen.push(stage), onOutput },
    );
    expect(seen).toEqual(['compiling', 'running', 'stdout: hello\n']);
    expect(result).toMatchObject({ language: { id: 'c', version: '17' }, judgement: { verdict: 'AC' } });
    expect(result.compile).toMatchObject({ step: 'compile', judgement: { verdict: 'AC', cause: 'compiled' }, truncated: false });
    expect(Object.keys(result.evidence?.versions ?? {})).toEqual(['gcc']);
    expect(result.compile?.evidence?.versions).toEqual(result.evidence?.versions);
  });

  it('compares the output where one is expected', async () => {
    const expectedOutput = bytes('4');
    await expect(run('py', 'print(2 + 2)', { expectedOutput })).resolves.toMatchObject({ judgement: { verdict: 'AC' } });
    const wrong = await run('py', 'print(2 + 3)', { expectedOutput });
    expect(wrong.judgement).toMatchObject({ verdict: 'WA', outcome: 'wrong_answer', cause: 'wrong_output' });
    const failed = await run('py', 'print(4); exit(1)', { expectedOutput });
    expect(failed.judgement.verdict).toBe('RE');
  });

  it('compares more than it returns', async () => {
    const source = 'print("x" * 700_000, end="")';
    const result = await run('py', source, { expectedOutput: bytes('x'.repeat(700_000)) });
    expect(result.judgement.verdict).toBe('AC');
    expect([result.stdout.length, result.truncated]).toEqual([512 * 1024, { stdout: true, stderr: false }]);
  });

  it('returns no more than it was asked for', async () => {
    const result = await run('py', 'print("abcdef", end="")', { returnBytes: 3 });
    expect([text(result.stdout), result.truncated.stdout]).toEqual(['abc', true]);
  });

  it('returns the files that were asked for', async () => {
    const collect = [
      { name: 'made.txt', maxBytes: 100 },
      { name: 'absent.txt', maxBytes: 100 },
    ];
    const { files } = await run('py', 'open("made.txt", "w").write("made")', { collect });
    expect(files).toMatchObject([
      { name: 'made.txt', status: 'ok' },
      { name: 'absent.txt', status: 'absent' },
    ]);
    expect(files[0]?.status === 'ok' && text(files[0].bytes)).toBe('made');
  });

  it('can be called off', async () => {
    const stop = new AbortController();
    const hooks = { signal: stop.signal, onOutput: () => stop.abort() };
    const result = await run('py', 'print("ready", flush=True)\nwhile True: pass', {}, hooks);
    expect(result.judgement).toMatchObject({ verdict: 'IE', outcome: 'cancelled', cause: 'cancelled' });
  });

  it('refuses an argument with a NUL byte before anything runs', async () => {
    const stages: string[] = [];
    const refused = run('c', 'int main(void) { return 0; }', { args: ['a', 'b\0'] }, { onStage: (stage) => stages.push(stage) });
    await expect(refused).rejects.toMatchObject({ code: 'argument_bad', field: 'args[1]' });
    expect(stages).toEqual([]);
  });
});

describe('a compiler', () => {
  it('has the last word where it refuses', async () => {
    const result = await run('cpp', 'int main() { return x; }');
    expect(result.judgement).toMatchObject({ verdict: 'CE', cause: 'ce_refused' });
    expect(text(result.compile?.output)).toContain('‘x’ was not declared');
    expect(result.evidence).toBeUndefined();
    expect(result.compile?.evidence?.exit).toEqual({ kind: 'code', code: 1 });
  });

  it('has its flood of messages cut', async () => {
    const calls = Array.from({ length: 2000 }, (_, index) => `unknown_${index}();\n`).join('');
    const result = await run('c', `int main(void) { ${calls} }\n#error the end`);
    expect(result.judgement.verdict).toBe('CE');
    expect([result.compile?.output.length, result.compile?.truncated]).toEqual([64 * 1024, true]);
  });

  it('that takes too long is the program’s doing', async () => {
    const own = await toolchain('c');
    const { compile: step } = own.language;
    if (step === undefined) throw new Error('C is compiled');
    const impatient = { ...own.language, compile: { ...step, limits: { ...step.limits, wallTime: 300_000 } } };
    const source = bytes('#include "/dev/zero"\nint main(void) { return 0; }');
    const result = await execute(
      product.sandbox,
      { ...own, language: impatient },
      { mode: 'strict', files: [{ bytes: source }] },
    );
    expect(result.judgement).toMatchObject({ verdict: 'CE', outcome: 'compile_error' });
  });

  it('is asked for types only on request, and says both steps', async () => {
    const source = 'const wrong: number = "text";\nconsole.log(wrong);';
    await expect(run('ts', source)).resolves.toMatchObject({ judgement: { verdict: 'AC' } });
    const checked = await run('ts', source, { typecheck: true });
    expect(checked).toMatchObject({ judgement: { verdict: 'CE' }, compile: { step: 'typecheck' } });
  });
});

describe('a compiled program', () => {
  it('runs many times, each in a fresh box, and is gone when released', async () => {
    const source =
      '#include <stdio.h>\nint main(int n, char **a) { FILE *f = fopen("mark", "r"); puts(f ? "used" : "fresh"); puts(a[n - 1]); fclose(fopen("mark", "w")); }';
    const compiled = await compile(product.sandbox, await toolchain('c'), { mode: 'strict', files: [{ bytes: bytes(source) }] });
    if (compiled.kind !== 'compiled') throw new Error(text(compiled.report.output));
    expect(await artefacts()).toBe(1);
    const once = (argument: string) => runCompiled(product.sandbox, compiled, { mode: 'strict', args: [argument] });
    const results = await Promise.all(['one', 'two', 'three'].map(once));
    expect(results.map(({ stdout }) => text(stdout))).toEqual(['fresh\none\n', 'fresh\ntwo\n', 'fresh\nthree\n']);
    releaseCompiled(product.sandbox, compiled);
    await expect.poll(artefacts).toBe(0);
  });

  it('cannot change itself', async () => {
    const source =
      '#include <fcntl.h>\n#include <unistd.h>\nint main(void) { return open("/program/main", O_WRONLY) >= 0 || unlink("/program/main") == 0; }';
    await expect(run('c', source)).resolves.toMatchObject({ judgement: { verdict: 'AC' } });
  });

  it('is released whatever happens', async () => {
    const loop = 'int main(void) { for (volatile int i = 0;; i++); }';
    const { judgement } = await run('c', loop, { limits: await limits('c', { cpu_time: 0.1 }) });
    expect(judgement.verdict).toBe('TLE');
    await expect.poll(artefacts).toBe(0);
  });

  it('that outlived its launcher is our fault, not the submitter’s', async () => {
    const compiled = {
      kind: 'compiled' as const,
      program: await compiledProgram(),
      artefact: { handle: 987_654_321n } satisfies Artefact,
    };
    const result = await runCompiled(product.sandbox, compiled, { mode: 'strict' });
    expect(result.judgement).toMatchObject({ verdict: 'IE', cause: 'ie_supervisor_failure' });
  });
});

async function compiledProgram() {
  const compiled = await compile(product.sandbox, await toolchain('c'), {
    mode: 'strict',
    files: [{ bytes: bytes('int main(void) { return 0; }') }],
  });
  if (compiled.kind === 'compiled') releaseCompiled(product.sandbox, compiled);
  return compiled.program;
}
