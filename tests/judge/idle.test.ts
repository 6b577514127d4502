import { execute } from '@cupel/judge';
import { expect, it } from 'vitest';
import { environment, sharedSandbox, submission, text } from './support.ts';

const IDLE = 700_000;

/** What somebody types: each line after so many milliseconds, and then nothing, without an end. */
async function* typed(...lines: readonly (readonly [after: number, line: string])[]): AsyncGenerator<Uint8Array> {
  for (const [after, line] of lines) {
    await new Promise((resolve) => setTimeout(resolve, after));
    yield Buffer.from(line);
  }
  await new Promise(() => undefined);
}

async function run(source: string, chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
  const { toolchain, files } = await submission(source);
  const { mode } = await environment();
  const request = { files, mode, idleTime: IDLE, stdin: { kind: 'stream', chunks } } as const;
  return execute(await sharedSandbox(), toolchain, request, signal === undefined ? {} : { signal });
}

it('stops a program that waits for somebody who has gone, and says so', async () => {
  const result = await run('print(input("name? "))', typed());
  expect(result.judgement).toMatchObject({
    verdict: 'TLE',
    cause: 'tle_idle',
    because: 'stopped after 0.7 s in which nothing was typed and nothing was written',
  });
  expect(result.evidence).toMatchObject({ firstCause: 'cancelled', idle: IDLE });
  expect(text(result.stdout)).toBe('name? ');
});

it('does not stop one that is typed into, or writes, however long that lasts', async () => {
  const asks = 'print(input() + input() + input())\nfor n in range(3):\n    import time; time.sleep(0.4); print(n, flush=True)';
  const result = await run(asks, typed([400, 'a\n'], [400, 'b\n'], [400, 'c\n']));
  expect(result.judgement.verdict).toBe('AC');
  expect(text(result.stdout)).toBe('abc\n0\n1\n2\n');
  expect(result.evidence).not.toHaveProperty('idle');
});

it('leaves a run that somebody took back a cancelled one', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  expect((await run('input()', typed(), stop.signal)).judgement).toMatchObject({ verdict: 'IE', cause: 'cancelled' });
});
