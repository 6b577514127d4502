/** Who is measured, and with which command. Every command prints "elapsed NS" and then a line for each run. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBundle } from './bundle.mjs';

/**
 * @typedef {{ name: string, argv: string[], file?: string }} Program what is run, by its path in the box; `file` is the
 *   host's file that stands at argv[0] there, where the box does not have it by itself
 * @typedef {{ name: string, what: string, version: string, mostAtOnce?: number, command: (runs: number, atOnce: number, program: Program) => string[] }} Contender
 * @typedef {{ name: string, absent: string }} Absent
 * @typedef {{ build: string, launcher: string, scratch: string, docker?: { run: (binds: string[]) => string[] } }} Places folder of our C programs, the launcher, a
 *   folder of our own, Docker if it could be started
 */

/** @type {readonly Program[]} */
export const programs = [
  { name: 'true', argv: ['/usr/bin/true'] },
  { name: 'C program', argv: ['/box/program'], file: 'program' },
  { name: 'python3 -c pass', argv: ['/usr/bin/python3', '-c', 'pass'] },
];

/** @param {Places} places @returns {(Contender | Absent)[]} */
export function contenders(places) {
  return [
    bare(places),
    ...launcher(places),
    commandLine(places),
    bubblewrap(places),
    runc(places),
    docker(places),
    gvisor(places),
  ];
}

/** @param {Places} places @returns {Contender} */
function bare({ build }) {
  return {
    name: 'bare',
    what: 'fork, exec, wait: no wall',
    version: '',
    command: (runs, atOnce, { argv, file }) => {
      const [program, ...args] = argv;
      return repeat(build, runs, atOnce, [file === undefined ? program : join(build, file), ...args]);
    },
  };
}

/** @param {Places} places @returns {(Contender | Absent)[]} */
function launcher({ build, launcher }) {
  if (!existsSync(launcher)) return [{ name: 'cupel', absent: `${launcher} is not built: make -C native/launcher` }];
  const client = fileURLToPath(new URL('node-client.mjs', import.meta.url));
  const sent = (/** @type {Program} */ { file }) => (file === undefined ? '-' : join(build, file));
  return [
    {
      name: 'cupel',
      what: 'the launcher, from request to evidence: every wall, cgroups, filter',
      version: versionOf(launcher, ['--version']),
      command: (runs, atOnce, program) => [
        join(build, 'drive'),
        launcher,
        `${runs}`,
        `${atOnce}`,
        sent(program),
        ...program.argv,
      ],
    },
    {
      name: 'cupel, Node client',
      what: 'the same through @cupel/sandbox, as the judge uses it',
      version: `Node ${process.version}`,
      command: (runs, atOnce, program) => [
        process.execPath,
        client,
        launcher,
        `${runs}`,
        `${atOnce}`,
        sent(program),
        ...program.argv,
      ],
    },
  ];
}

/** A box of its own for each run, by its number; there are no more than 1000. */
const CYCLE =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's, which takes the number behind the last dash
  'b={}; b=${b##*-}; box=$("$0" --cg -b $b --init) && if [ "$1" != - ]; then cp "$1" "$box/box/program"; fi; shift; "$0" --cg -b $b -s -p --run -- "$@" && "$0" -b $b --cleanup';

/** @param {Places} places @returns {Contender | Absent} */
function commandLine({ build, launcher }) {
  const program = join(dirname(launcher), 'cupel-isolate');
  if (!existsSync(program)) return { name: 'cupel-isolate', absent: `${program} is not built: make -C native/launcher` };
  return {
    name: 'cupel-isolate',
    what: 'the command line of IOI: --init, --run, --cleanup, three processes and a shell; the same walls and cgroups',
    version: versionOf(program, ['--version']),
    command: (runs, atOnce, { argv, file }) =>
      repeat(build, runs, atOnce, ['/bin/sh', '-c', CYCLE, program, file === undefined ? '-' : join(build, file), ...argv]),
  };
}

/** @param {Places} places @returns {Contender | Absent} */
function bubblewrap({ build }) {
  const program = findProgram('bwrap');
  if (program === undefined) return { name: 'bwrap', absent: 'apt-get install bubblewrap' };
  const walls = ['--unshare-all', '--ro-bind', '/usr', '/usr', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'];
  const links = ['bin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]);
  return {
    name: 'bwrap',
    what: '--unshare-all; no cgroup, no filter',
    version: versionOf(program, ['--version']),
    command: (runs, atOnce, { argv, file }) => {
      const bind = file === undefined ? [] : ['--ro-bind', join(build, file), argv[0]];
      return repeat(build, runs, atOnce, [program, ...walls, ...links, ...bind, ...argv]);
    },
  };
}

/** @param {Places} places @returns {Contender | Absent} */
function runc({ build, scratch }) {
  const program = findProgram('runc');
  if (program === undefined) return { name: 'runc', absent: 'apt-get install runc' };
  return {
    name: 'runc',
    what: 'an OCI bundle: namespaces, cgroups; no filter',
    version: versionOf(program, ['--version']),
    command: (runs, atOnce, one) => {
      const bundle = writeBundle(scratch, build, one);
      return repeat(build, runs, atOnce, [program, '--root', join(scratch, 'runc'), 'run', '--bundle', bundle, 'bench-{}']);
    },
  };
}

/** @param {Places} places @returns {Contender | Absent} */
function docker({ build, docker: engine }) {
  const program = findProgram('docker');
  if (program === undefined || engine === undefined)
    return { name: 'docker', absent: 'apt-get install docker.io; or its daemon does not start here' };
  return {
    name: 'docker',
    what: 'Docker Engine, docker run --rm: namespaces, cgroups, its filter',
    version: versionOf(program, ['--version']),
    // Half a second each: 64 at once would take longer than all the others together.
    mostAtOnce: 8,
    command: (runs, atOnce, { argv, file }) => {
      const bind = file === undefined ? [] : ['-v', `${join(build, file)}:${argv[0]}:ro`];
      return repeat(build, runs, atOnce, [...engine.run(['-v', '/usr:/usr:ro', ...bind]), ...argv]);
    },
  };
}

/** @param {Places} places @returns {Contender | Absent} */
function gvisor({ build, scratch }) {
  const program = findProgram('runsc');
  if (program === undefined) return { name: 'runsc', absent: 'apt-get install runsc (where Debian has it)' };
  const flags = ['--root', join(scratch, 'runsc'), '--platform=ptrace', '--network=none', '--ignore-cgroups'];
  return {
    name: 'runsc',
    what: 'gVisor, ptrace platform: a kernel of its own; no cgroup',
    version: versionOf(program, ['--version']),
    command: (runs, atOnce, one) =>
      repeat(build, runs, atOnce, [program, ...flags, 'run', '--bundle', writeBundle(scratch, build, one), 'bench-{}']),
  };
}

/** @param {string} build @param {number} runs @param {number} atOnce @param {string[]} argv */
function repeat(build, runs, atOnce, argv) {
  return [join(build, 'bare'), `${runs}`, `${atOnce}`, ...argv];
}

/** @param {string} name @returns {string | undefined} its path */
export function findProgram(name) {
  return ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/bin', '/sbin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** The first line that a program says of itself. @param {string} program @param {string[]} args */
function versionOf(program, args) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return `${stdout || stderr || ''}`.split('\n')[0].trim();
}
