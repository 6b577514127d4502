import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { argvOf, command, executeCode, run } from './command.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-cli-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, code: string): string {
  writeFileSync(join(folder, name), code);
  return join(folder, name);
}

test('output on stdout, the verdict and its reason on stderr', async () => {
  const path = program('hello.py', 'import sys\nprint("hello", sys.argv[1])\nprint("oops", file=sys.stderr)');
  const { code, stdout, stderr } = await command('cupel', ['run', path, '--', '--you']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'hello --you\n' });
  expect(stderr).toMatch(/^oops\n✓ AC accepted: ended with exit code 0 \(\d.* s CPU, .* s wall, .* MB\)\n$/);
});

test('the verdict is no failure of the command', async () => {
  const { code, stderr } = await command('cupel', ['run', program('fails.py', 'raise SystemExit(7)')]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/✗ RE runtime error: ended with exit code 7/);
});

/** The command at a terminal of its own, as a person would have it: `script` of util-linux makes one. */
const atTerminal = (args: readonly string[], typed: Parameters<typeof run>[1]) => {
  const line = argvOf('cupel', args).map((word) => `'${word}'`);
  return run(['/usr/bin/script', '-qec', line.join(' '), '/dev/null'], typed);
};

test('at a terminal, keys reach the program: Ctrl-C interrupts it and not us', async () => {
  const path = program(
    'prompt.py',
    'import os\ntry:\n    print(os.isatty(0), os.ttyname(1), flush=True)\n    input("? ")\nexcept KeyboardInterrupt:\n    print("\\x1b[?25l\\x1b[1minterrupted\\x1b[0m \\x1b]0;title\\x07\\x1b[c")',
  );
  const { code, stdout } = await atTerminal(['run', '--tty', path], {
    converse: (chunk, stdin) => {
      if (chunk.includes('? ')) stdin.end('\u0003');
    },
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^True \/dev\/pts\/0\r+\n/);
  expect(stdout).toContain('\u001b[?25l\u001b[1minterrupted\u001b[0m \r');
  expect(stdout).toMatch(/\[\?25h.*AC accepted/);
});

test('without a person a terminal is typed what is piped in, and Ctrl-D at its end', async () => {
  const path = program('sum.py', 'import sys\nprint(sys.stdout.isatty(), sum(map(int, sys.stdin)))');
  const { stdout } = await command('cupel', ['run', '--tty', path], { stdin: '1\n2\n' });
  expect(stdout).toBe('1\r\n2\r\nTrue 3\r\n');
});

test('a dialogue: what is piped in arrives while the program runs', async () => {
  const path = program('echo.py', 'print("name?", flush=True)\nname = input()\nprint("hello", name, flush=True)\nprint(input())');
  const answers = new Map([
    ['name?\n', 'Ada\n'],
    ['hello Ada\n', 'bye\n'],
  ]);
  const { stdout, stderr } = await command('cupel', ['run', path], {
    converse: (chunk, stdin) => {
      const answer = answers.get(chunk);
      if (answer !== undefined) stdin.write(answer);
    },
  });
  expect(stdout).toBe('name?\nhello Ada\nbye\n');
  expect(stderr).toMatch(/AC/);
});

test('stdin from a file, a program from stdin', async () => {
  const input = program('input.txt', '5\n6\n');
  expect(
    await command('cupel', ['run', '-', '--language', 'py', '--stdin', input], { stdin: 'print(int(input()) * int(input()))' }),
  ).toMatchObject({
    code: 0,
    stdout: '30\n',
  });
});

test("a compiler's messages come before the verdict", async () => {
  const { stderr } = await command('cupel', ['run', program('broken.c', 'int main(void) { return x; }')]);
  expect(stderr).toMatch(/undeclared[\s\S]*\n✗ CE compile error: /);
});

const hostile = 'import sys\nsys.stdout.write("\\x1b]0;owned\\x07\\x1b[31mred\\x1b[0m\\n")';

test('into a pipe go the bytes as they are, into a terminal nothing that commands it', async () => {
  const path = program('hostile.py', hostile);
  expect((await command('cupel', ['run', path])).stdout).toBe('\u001b]0;owned\u0007\u001b[31mred\u001b[0m\n');

  const line = argvOf('cupel', ['run', path])
    .map((word) => `'${word}'`)
    .join(' ');
  const { stdout } = await run(['env', 'NO_COLOR=1', 'script', '--quiet', '--return', '--command', line, '/dev/null']);
  expect(stdout).toMatch(/^red\r\n✓ AC/);
  expect(stdout).not.toContain('owned');
});

test('Ctrl-C takes the run back', async () => {
  const path = program('waits.py', 'print("ready", flush=True)\nimport time; time.sleep(60)');
  const { code, stderr } = await command('cupel', ['run', path], {
    converse: (_chunk, _stdin, pid) => process.kill(pid, 'SIGINT'),
  });
  expect(code).toBe(130);
  expect(stderr).toMatch(/cancelled/);
});

test('a reader that goes away ends nothing badly', async () => {
  const path = program('flood.py', 'for i in range(100000): print(i)');
  const line = argvOf('cupel', ['run', path])
    .map((word) => `'${word}'`)
    .join(' ');
  const { stdout, stderr } = await run(['bash', '-c', `${line} | head -n 2`]);
  expect(stdout).toBe('0\n1\n');
  expect(stderr).not.toMatch(/EPIPE|at .*\.js/);
});

/** The launcher that a command has started: it starts nothing else that lives. */
function launchersOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

test("a launcher that dies is our fault, never the program's", async () => {
  const path = program('long.py', 'print("ready", flush=True)\nimport time; time.sleep(60)');
  const { code, stderr } = await command('cupel', ['run', path], {
    converse: (_chunk, stdin, pid) => {
      for (const launcher of launchersOf(pid)) process.kill(launcher, 'SIGKILL');
      stdin.end();
    },
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/! IE internal error: could not be run: .*launcher/);
  expect(await executeCode(['--language', 'python', '--code', 'print(1)'])).toMatchObject({ verdict: 'AC' });
});
