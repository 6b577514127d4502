import assert from 'node:assert/strict';
import type { RunControl, RunHooks, RunOutcome } from '@cupel/domain';
import type { Case, Subject } from '../case.js';
import { diedOf, endedWith, refusedAs, said, stoppedFor } from '../expect.js';
import { runPython, runShell, shown, stdinOf, textOf, type Wish } from '../spec.js';

const SIZE = { rows: 30, columns: 100 };
const AT_TERMINAL: Wish = { terminal: SIZE, stdin: stdinOf(''), stderr: { kind: 'stdout' } };

/** What a person does: waits for a word on the screen, then types, and then leaves the keyboard alone. */
class Person {
  readonly hooks: RunHooks;
  control: RunControl | undefined;
  #screen = '';
  #wake: () => void = () => undefined;

  constructor() {
    this.hooks = {
      onStarted: (control) => {
        this.control = control;
      },
      onOutput: (_stream, chunk) => {
        this.#screen += textOf(chunk);
        this.#wake();
      },
    };
  }

  async sees(word: string): Promise<void> {
    while (!this.#screen.includes(word)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Types nothing more, and leaves. */
  async *typing(...turns: readonly (readonly [sees: string, types: string])[]): AsyncGenerator<Uint8Array> {
    for (const [word, keys] of turns) {
      await this.sees(word);
      yield Buffer.from(keys);
    }
    await new Promise(() => undefined);
  }
}

const atTerminal = (
  subject: Subject,
  line: string,
  turns: readonly (readonly [string, string])[],
  wish: Wish = {},
): Promise<RunOutcome> => {
  const person = new Person();
  const stdin = { kind: 'stream', chunks: person.typing(...turns) } as const;
  return runShell(subject, line, { ...AT_TERMINAL, stdin, ...wish }, person.hooks);
};

/** Waits in small steps, so that a signal is seen at once by a shell that waits for its child. */
const WAIT = 'echo ready; while :; do sleep 0.05; done';

/** Terminals: what a person expects of one, and what nobody must get from it. */
export const terminalCases: readonly Case[] = [
  {
    name: 'a terminal has a name, a size, and is the controlling one',
    run: async (subject) =>
      said(
        await runShell(subject, 'tty; stty size; stty size </dev/tty; tty <&2', AT_TERMINAL),
        '/dev/pts/0\r\n30 100\r\n30 100\r\n/dev/pts/0\r\n',
      ),
  },
  {
    name: 'what is typed is echoed, and the end of the input is Ctrl-D',
    run: async (subject) => said(await runShell(subject, 'cat', { ...AT_TERMINAL, stdin: stdinOf('one\n') }), 'one\r\none\r\n'),
  },
  {
    name: 'the end of the input ends it in the middle of a line, too',
    run: async (subject) => said(await runShell(subject, 'cat', { ...AT_TERMINAL, stdin: stdinOf('one') }), 'oneone'),
  },
  {
    name: 'Ctrl-C interrupts the program',
    run: async (subject) => {
      const outcome = await atTerminal(subject, `trap 'echo caught; exit 3' INT; ${WAIT}`, [['ready', '\u0003']]);
      endedWith(outcome, 3);
      assert.match(textOf(outcome.stdout), /caught/);
    },
  },
  {
    name: 'Ctrl-C ends a program that does nothing about it',
    run: async (subject) => diedOf(await atTerminal(subject, 'echo ready; exec sleep 1000', [['ready', '\u0003']]), 'SIGINT'),
  },
  {
    name: 'Ctrl-D ends what reads, Ctrl-C then ends what does not',
    run: async (subject) => {
      const outcome = await atTerminal(subject, 'echo first; cat; echo second; exec sleep 1000', [
        ['first', '\u0004'],
        ['second', '\u0003'],
      ]);
      diedOf(outcome, 'SIGINT');
    },
  },
  {
    name: 'a terminal that gets another size tells the program',
    run: async (subject) => {
      const person = new Person();
      const run = runShell(subject, `trap 'stty size; exit 0' WINCH; ${WAIT}`, AT_TERMINAL, person.hooks);
      await person.sees('ready');
      person.control?.resize({ rows: 5, columns: 60_000 });
      said(await run, 'ready\r\n5 60000\r\n');
    },
  },
  ...(
    [
      ['SIGINT', 2, 'with a terminal', AT_TERMINAL],
      ['SIGQUIT', 3, 'with a terminal', AT_TERMINAL],
      ['SIGTERM', 15, 'with a terminal', AT_TERMINAL],
      ['SIGTERM', 15, 'without one', {}],
      ['SIGUSR1', 10, 'without one', {}],
    ] as const
  ).map(
    ([name, number, where, wish]): Case => ({
      name: `${name} from the user reaches a program ${where}`,
      run: async (subject) => {
        const person = new Person();
        const run = runShell(subject, 'echo ready; exec sleep 1000', wish, person.hooks);
        await person.sees('ready');
        person.control?.signal(number);
        diedOf(await run, name);
      },
    }),
  ),
  {
    name: 'errors are kept apart from the terminal where that is asked for',
    run: async (subject) => {
      const outcome = await runShell(subject, 'echo out; echo err >&2; test -t 0 && test -t 1 && ! test -t 2', {
        ...AT_TERMINAL,
        stderr: { kind: 'pipe' },
      });
      said(outcome, 'out\r\n');
      assert.equal(textOf(outcome.stderr), 'err\n');
    },
  },
  {
    name: 'a terminal may show what comes of an input that is none',
    run: async (subject) =>
      said(await runShell(subject, 'test -t 1 && ! test -t 0 && cat', { ...AT_TERMINAL, stdin: { kind: 'null' } }), ''),
  },
  {
    name: 'jobs are controlled: one in the background that reads is stopped',
    needs: ['python'],
    run: async (subject) => {
      const program = [
        'import os, signal',
        'assert os.getpgrp() == os.tcgetpgrp(0) == os.getsid(0)',
        'child = os.fork()',
        'if child == 0:',
        '    os.setpgid(0, 0)',
        '    os.read(0, 1)',
        'state = os.waitpid(child, os.WUNTRACED)[1]',
        'print(os.WIFSTOPPED(state) and signal.Signals(os.WSTOPSIG(state)).name)',
      ];
      said(await runPython(subject, program.join('\n'), AT_TERMINAL), 'SIGTTIN\r\n');
    },
  },
  {
    name: 'a program that closes its terminal comes back to it by /dev/tty',
    run: async (subject) =>
      said(await runShell(subject, 'exec <&- >&- 2>&-; sleep 0.1; echo back >/dev/tty', AT_TERMINAL), 'back\r\n'),
  },
  {
    name: 'no second terminal can be opened',
    needs: ['python'],
    run: async (subject) => {
      for (const wish of [AT_TERMINAL, {}]) {
        const outcome = await runPython(subject, 'import os\ntry: os.openpty()\nexcept OSError: print("refused")', wish);
        assert.match(textOf(outcome.stdout), /^refused\r?\n$/, shown(outcome));
      }
    },
  },
  {
    name: 'without a terminal there is none to be found',
    run: async (subject) => said(await runShell(subject, 'ls -A /dev/pts; (: </dev/tty) 2>/dev/null || echo none'), 'none\n'),
  },
  {
    name: 'a megabyte through a terminal comes whole to one who reads slowly',
    needs: ['python'],
    run: async (subject) => {
      const onOutput = () => new Promise<void>((resolve) => setImmediate(resolve));
      const outcome = await runPython(subject, 'for _ in range(10000): print("x" * 99)', AT_TERMINAL, {
        onOutput,
      });
      endedWith(outcome, 0);
      assert.equal(outcome.stdout.length, 10_000 * 101);
    },
  },
  {
    name: 'a terminal that is flooded stops the run',
    run: async (subject) =>
      stoppedFor(await runShell(subject, 'yes', { ...AT_TERMINAL, limits: { stdoutBytes: 100_000 } }), 'output_limit'),
  },
  {
    name: 'a run at its prompt is cancelled',
    run: async (subject) => {
      const controller = new AbortController();
      const stdin = { kind: 'stream', chunks: new Person().typing() } as const;
      const hooks = { signal: controller.signal, onStarted: () => controller.abort() };
      stoppedFor(await runShell(subject, 'read answer', { ...AT_TERMINAL, stdin }, hooks), 'cancelled');
    },
  },
  {
    name: 'a terminal beyond all bounds, or beside another stdout, is refused',
    run: async (subject) => {
      const terminal = { rows: 65_536, columns: 1 };
      await refusedAs(runShell(subject, 'true', { ...AT_TERMINAL, terminal }), 'launcher_out_of_range');
      await refusedAs(runShell(subject, 'true', { ...AT_TERMINAL, stdout: { kind: 'null' } }), 'launcher_refused');
    },
  },
  {
    name: 'a run begins in the folder that was asked for',
    run: async (subject) => said(await runShell(subject, 'pwd', { cwd: '/usr/lib' }), '/usr/lib\n'),
  },
  {
    name: 'a folder that is not there is the fault of whoever asked for it',
    run: async (subject) => {
      const { evidence } = await runShell(subject, 'pwd', { cwd: '/nowhere' });
      assert.equal(evidence.firstCause, 'fault');
      assert.equal(evidence.fault?.stage, 'exec');
    },
  },
];
