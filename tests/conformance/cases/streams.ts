import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { Case } from '../case.js';
import { endedWith, refusedAs, said } from '../expect.js';
import { linesOf, runCommand, runProgram, runShell, shown, stdinOf, textOf } from '../spec.js';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, value) => value);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What goes in through stdin and comes out of stdout and stderr. */
export const streamCases: readonly Case[] = [
  {
    name: 'all 256 byte values pass through stdin, stdout and stderr unchanged',
    run: async (subject) => {
      const outcome = await runShell(subject, 'cat | tee /dev/stderr', { stdin: stdinOf(ALL_BYTES) });
      endedWith(outcome, 0);
      assert.deepEqual(
        [Buffer.from(outcome.stdout), Buffer.from(outcome.stderr)],
        [Buffer.from(ALL_BYTES), Buffer.from(ALL_BYTES)],
      );
    },
  },
  {
    name: 'stdout and stderr are kept apart and counted',
    run: async (subject) => {
      const outcome = await runShell(subject, 'echo out; echo error >&2');
      said(outcome, 'out\n');
      assert.equal(textOf(outcome.stderr), 'error\n');
      assert.deepEqual(outcome.evidence.io, { stdout: { bytes: 4, truncated: false }, stderr: { bytes: 6, truncated: false } });
    },
  },
  {
    name: 'stderr can go where stdout goes, in the order in which it was written',
    run: async (subject) => {
      const outcome = await runShell(subject, 'echo 1; echo 2 >&2; echo 3; echo 4 >&2', { stderr: { kind: 'stdout' } });
      said(outcome, '1\n2\n3\n4\n');
      assert.equal(textOf(outcome.stderr), '');
    },
  },
  {
    name: 'without stdin a program reads the end at once, without stdout it writes into nothing',
    run: async (subject) => {
      said(await runCommand(subject, ['wc', '-c']), '0\n');
      const silent = await runShell(subject, 'echo lost', { stdout: { kind: 'null' } });
      said(silent, '');
      assert.equal(silent.evidence.io.stdout.bytes, 0);
    },
  },
  {
    name: 'empty stdin is an end, not a wait',
    run: async (subject) => said(await runCommand(subject, ['cat'], { stdin: stdinOf('') }), ''),
  },
  {
    name: 'megabytes go in and out while the program works on them',
    run: async (subject) => {
      const bytes = randomBytes(5_000_000);
      const outcome = await runCommand(subject, ['cat'], { stdin: stdinOf(bytes) });
      endedWith(outcome, 0);
      assert.equal(sha256(outcome.stdout), sha256(bytes));
    },
  },
  {
    name: 'a stream is read while the program runs: each line is sent when the one before has come back',
    run: async (subject) => {
      let echoed = () => {};
      async function* chunks() {
        for (const line of ['one', 'two', 'three']) {
          const back = new Promise<void>((resolve) => {
            echoed = resolve;
          });
          yield Buffer.from(`${line}\n`);
          await back;
        }
      }
      const outcome = await runCommand(
        subject,
        ['cat'],
        { stdin: { kind: 'stream', chunks: chunks() } },
        { onOutput: () => echoed() },
      );
      said(outcome, 'one\ntwo\nthree\n');
    },
  },
  {
    name: 'a blob is read by its digest, as stdin and as a file',
    run: async (subject) => {
      const bytes = randomBytes(3_000_000);
      const content = { kind: 'blob', sha256: await subject.putBlob(bytes) } as const;
      const outcome = await runShell(subject, 'sha256sum; sha256sum < data', {
        stdin: content,
        files: [{ name: 'data', content }],
      });
      said(outcome, `${sha256(bytes)}  -\n`.repeat(2));
    },
  },
  {
    name: 'a blob that is not there refuses the run',
    run: (subject) => {
      const content = { kind: 'blob', sha256: sha256(randomBytes(8)) } as const;
      return refusedAs(runCommand(subject, ['true'], { stdin: content }), 'launcher_blob_gone');
    },
  },
  {
    name: 'a program that closes its stdin goes on undisturbed',
    run: async (subject) => {
      const outcome = await runShell(subject, 'exec <&-; echo done', { stdin: stdinOf(Buffer.alloc(2_000_000)) });
      said(outcome, 'done\n');
    },
  },
  {
    name: '100 MB of input to a program that ends at once are no fault of anybody',
    run: async (subject) => {
      const outcome = await runCommand(subject, ['true'], { stdin: stdinOf(Buffer.alloc(100_000_000)) });
      endedWith(outcome, 0);
    },
  },
  {
    name: 'a program that closes its output is waited for until it ends',
    run: async (subject) => endedWith(await runShell(subject, 'exec >&- 2>&-; sleep 0.1; exit 3'), 3),
  },
  {
    name: 'a child that holds stdout open does not hold up the end',
    run: async (subject) => said(await runShell(subject, 'sleep 1000 & echo out'), 'out\n'),
  },
  {
    name: 'a slow consumer slows the program and loses nothing',
    run: async (subject) => {
      let taken = 0;
      const onOutput = async (_stream: string, chunk: Uint8Array) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        taken += chunk.length;
      };
      const outcome = await runProgram(subject, ['flood', '1', '3000000'], {}, { onOutput, keepBytes: 10 });
      endedWith(outcome, 0);
      assert.deepEqual(
        [taken, outcome.stdout.length, outcome.evidence.io.stdout.bytes],
        [3_000_000, 10, 3_000_000],
        shown(outcome),
      );
    },
  },
  {
    name: 'an output that nobody takes stops neither other runs nor its own cancellation',
    run: async (subject) => {
      const controller = new AbortController();
      let stuck = () => {};
      const full = new Promise<void>((resolve) => {
        stuck = resolve;
      });
      const never = new Promise<void>(() => {});
      const onOutput = () => {
        stuck();
        return never;
      };
      const flood = runProgram(subject, ['flood', '1'], {}, { signal: controller.signal, onOutput });
      await full;
      said(await runCommand(subject, ['echo', 'meanwhile']), 'meanwhile\n');
      controller.abort();
      assert.equal((await flood).evidence.firstCause, 'cancelled');
    },
  },
  ...(['stdout', 'stderr'] as const).map(
    (stream): Case => ({
      name: `a flood on ${stream} is stopped at its limit, which is kept to the byte`,
      run: async (subject) => {
        const limits = { stdoutBytes: 100_000, stderrBytes: 100_000 };
        const outcome = await runProgram(subject, ['flood', stream === 'stdout' ? '1' : '2'], { limits });
        assert.equal(outcome.evidence.firstCause, 'output_limit', shown(outcome));
        assert.equal(outcome.evidence.io[stream].truncated, true);
        assert.equal(outcome[stream].length, 100_000);
      },
    }),
  ),
  {
    name: 'an output of exactly the limit is whole',
    run: async (subject) => {
      const outcome = await runProgram(subject, ['flood', '1', '100000'], { limits: { stdoutBytes: 100_000 } });
      endedWith(outcome, 0);
      assert.deepEqual(outcome.evidence.io.stdout, { bytes: 100_000, truncated: false });
    },
  },
  {
    name: 'a writer as fast as it can neither swells the launcher nor goes uncounted',
    run: async (subject) => {
      const before = (await subject.sandbox.status()).rss;
      const outcome = await runProgram(subject, ['flood', '1'], { limits: { stdoutBytes: 64 << 20 } }, { keepBytes: 1000 });
      assert.deepEqual([outcome.evidence.firstCause, outcome.stdout.length], ['output_limit', 1000], shown(outcome));
      const grown = (await subject.sandbox.status()).rss - before;
      assert.ok(grown < 16 << 20, `the launcher grew by ${grown} bytes`);
    },
  },
  {
    name: 'lines come as they are written, not at the end',
    run: async (subject) => {
      const controller = new AbortController();
      const seen: string[] = [];
      const onOutput = (_stream: string, chunk: Uint8Array) => {
        seen.push(...linesOf(chunk));
        controller.abort();
      };
      const outcome = await runShell(subject, 'echo early; sleep 1000', {}, { onOutput, signal: controller.signal });
      assert.deepEqual([seen, outcome.evidence.firstCause], [['early'], 'cancelled'], shown(outcome));
    },
  },
];
