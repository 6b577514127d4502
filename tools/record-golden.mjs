/**
 * Records golden evidence from real runs: each program below is run in the sandbox of this host, must earn the verdict
 * that stands beside it, and its record goes to packages/domain/golden. Run by hand, as root, on a quiet machine; what it
 * writes is looked at and committed. Records of other hosts (another cgroup version, another kernel) are as welcome.
 *
 *   node tools/record-golden.mjs [NAME-OF-A-CASE...]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const golden = fileURLToPath(new URL('../packages/domain/golden/', import.meta.url));
const judge = fileURLToPath(new URL('../packages/cli/bin/judge.js', import.meta.url));

const cases = [
  ['ac', 'squares', 'a loop that prints squares', 'python', 'for i in range(10): print(i * i)'],
  [
    'ac',
    'threads',
    'four threads that end',
    'python',
    'import threading as t\nx=[t.Thread(target=print) for _ in range(4)]\n[y.start() for y in x]\n[y.join() for y in x]',
  ],
  ['re', 'exit-3', 'ended with code 3', 'bash', 'exit 3'],
  ['re', 'exit-137', 'ended by itself with the code that shells give to a kill', 'bash', 'exit 137'],
  ['re', 'exception', 'an exception nobody caught', 'python', 'raise ValueError("no")'],
  [
    're',
    'one-impossible-allocation',
    'an allocation above every limit, refused by the runtime',
    'python',
    'x = bytearray(1 << 62)',
  ],
  ['sig', 'segv', 'wrote to address 0', 'c', 'int main(void) { *(volatile int *)0 = 1; }'],
  ['sig', 'abort', 'called abort', 'c', '#include <stdlib.h>\nint main(void) { abort(); }'],
  ['sig', 'fpe', 'divided by zero', 'c', 'int main(void) { volatile int zero = 0; return 10 / zero; }'],
  ['sig', 'kill-self', 'killed itself, as the kernel would have', 'bash', 'kill -9 $$'],
  [
    'sig',
    'sigsys-raised',
    'raised SIGSYS itself: no forbidden call',
    'c',
    '#include <signal.h>\nint main(void) { raise(SIGSYS); }',
  ],
  ['sv', 'int-0x80', 'a system call in the 32-bit ABI', 'c', 'int main(void) { __asm__ volatile("int $0x80" ::"a"(20)); }'],
  ['tle', 'cpu-loop', 'a loop without end', 'python', 'while True: pass', '--cpu-time', '0.5'],
  [
    'tle',
    'cpu-four-processes',
    'four processes that burn one limit together',
    'bash',
    'for i in 1 2 3 4; do while :; do :; done & done; wait',
    '--cpu-time',
    '0.5',
    '--cores',
    '2',
  ],
  ['tle', 'wall-sleep', 'slept past the wall limit', 'bash', 'sleep 20', '--wall-time', '0.5'],
  ['mle', 'heap', 'a list that grows without end', 'python', 'x = []\nwhile True: x.append("x" * 100000)', '--memory', '64'],
  [
    'mle',
    'scratch',
    'files count as memory',
    'bash',
    'head -c 200M /dev/zero > x',
    '--memory',
    '32',
    '--scratch',
    '400',
    '--file-size',
    '400',
  ],
  [
    'mle',
    'java-heap',
    'a Java program that keeps all it makes',
    'java',
    'import java.util.*; class A { public static void main(String[] a) { List<byte[]> l = new ArrayList<>(); while (true) l.add(new byte[1 << 20]); } }',
    '--memory',
    '128',
  ],
  ['ole', 'flood', 'printed without end', 'bash', 'yes', '--output', '1'],
  [
    'ple',
    'threads',
    'more threads than the limit allows',
    'python',
    'import threading, time\nfor i in range(100): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()',
    '--processes',
    '16',
  ],
  [
    'fse',
    'xfsz',
    'wrote past the file-size limit and was killed by SIGXFSZ',
    'c',
    '#include <stdio.h>\nint main(void) { FILE *f = fopen("x", "w"); for (;;) fputs("0123456789abcdef", f); }',
    '--file-size',
    '1',
  ],
  [
    'fse',
    'scratch-full',
    'filled the scratch folder',
    'python',
    'f = open("x", "wb")\nwhile True: f.write(b"x" * 65536)',
    '--scratch',
    '2',
  ],
  [
    'fse',
    'file-size-ignored-signal',
    'a runtime that ignores SIGXFSZ and gets an error',
    'python',
    'f = open("x", "wb")\nwhile True: f.write(b"x" * 65536)',
    '--file-size',
    '1',
    '--scratch',
    '16',
  ],
];

const wanted = process.argv.slice(2);
let failed = 0;
for (const [verdict, name, note, language, code, ...limits] of cases) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const file = `${golden}${verdict}-recorded-${name}.json`;
  const options = ['execute-code', '--language', language, '--code', code, '--save-evidence', file, ...limits];
  const got = JSON.parse(execFileSync(process.execPath, [judge, ...options], { encoding: 'utf8' }));
  const right = got.verdict === verdict.toUpperCase();
  if (right) {
    const { format, stage, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, `${JSON.stringify({ format, stage, note, ...rest }, null, 2)}\n`);
  }
  failed += right ? 0 : 1;
  console.log(`${right ? 'recorded' : 'NOT what it should be'}: ${name}: ${got.verdict}, ${got.because}`);
}
process.exitCode = failed > 0 ? 1 : 0;
