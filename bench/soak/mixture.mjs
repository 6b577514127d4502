/** What is run: nearly always something plain, and now and then something that means harm. */

const MIB = 1 << 20;

/** @type {import('@cupel/domain').Limits} */
const LIMITS = {
  wallTime: 30_000_000,
  cpuTime: 10_000_000,
  memory: 64 * MIB,
  processes: 16,
  scratchBytes: 8 * MIB,
  scratchInodes: 64,
  stdoutBytes: MIB,
  stderrBytes: MIB,
  fileSize: 4 * MIB,
  openFiles: 64,
  stack: 8 * MIB,
  cores: 1,
};

/** @param {string} line @param {Partial<import('@cupel/domain').RunSpec> & { limit?: Partial<import('@cupel/domain').Limits> }} [wish] */
function shell(line, { limit = {}, ...wish } = {}) {
  return specOf(['/bin/sh', '-c', line], { ...wish, limits: { ...LIMITS, ...limit } });
}

/** @param {readonly string[]} argv @param {Partial<import('@cupel/domain').RunSpec>} [wish] @returns {import('@cupel/domain').RunSpec} */
function specOf(argv, wish = {}) {
  return {
    profile: 'judge',
    mode: 'strict',
    argv,
    env: {},
    limits: LIMITS,
    files: [],
    stdin: { kind: 'null' },
    stdout: { kind: 'pipe' },
    stderr: { kind: 'pipe' },
    collect: [],
    keep: false,
    ...wish,
  };
}

export const plain = specOf(['/usr/bin/true']);

const SHORT = { wallTime: 200_000 };

/** Each tries to stay, to hog or to leave something behind. */
export const hostile = {
  'fork bomb': shell('f() { f | f & }; f; sleep 9', { limit: SHORT }),
  'daemon in a session of its own': shell('setsid sleep 1000 & setsid sleep 1000 & exit 0'),
  'sleeper that takes no signal': shell('trap "" TERM INT HUP; while :; do sleep 1000; done', { limit: SHORT }),
  'endless loop': shell('while :; do :; done', { limit: { cpuTime: 100_000 } }),
  'memory without end': shell('exec tail /dev/zero', { limit: { memory: 16 * MIB } }),
  'output without end': shell('exec yes', { limit: { stdoutBytes: 100_000 } }),
  'files without end': shell('i=0; while : >f$i; do i=$((i+1)); done'),
  'one file without end': shell('exec head -c 100000000 /dev/zero >big'),
  'folders without end': shell('while mkdir d && cd d; do :; done'),
  'signal to everybody': shell('kill -9 -1; sleep 9', { limit: SHORT }),
  crash: shell('kill -SEGV $$'),
  'named pipe and link as its output': shell('mkfifo out; ln -s /etc/passwd other', {
    collect: [
      { name: 'out', maxBytes: 100 },
      { name: 'other', maxBytes: 100 },
    ],
  }),
  'shared memory': shell('head -c 3000000 /dev/zero >/dev/shm/x; echo left >/tmp/x'),
  'terminal that is flooded': shell('exec yes', { terminal: { rows: 24, columns: 80 }, limit: { stdoutBytes: 100_000 } }),
  'nothing to execute': specOf(['/nothing']),
  'kept result': shell('head -c 100000 /dev/zero >x', { keep: true }),
};
