import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @type {Set<string>} */
const written = new Set();

/**
 * An OCI bundle (a folder with a root file system and config.json) in which `program` runs under limits like those that
 * the launcher is asked for. Written once for each program.
 * @param {string} scratch @param {string} build @param {import('./contenders.mjs').Program} program
 */
export function writeBundle(scratch, build, program) {
  const bundle = join(scratch, 'bundles', program.name.replace(/\W+/g, '-'));
  if (written.has(bundle)) return bundle;
  const rootfs = join(bundle, 'rootfs');
  for (const folder of ['usr', 'proc', 'dev', 'tmp', 'box', 'etc']) mkdirSync(join(rootfs, folder), { recursive: true });
  for (const name of ['bin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(rootfs, name));
  if (program.file !== undefined) writeFileSync(join(rootfs, program.argv[0]), '');
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(config(build, program), null, 2));
  written.add(bundle);
  return bundle;
}

/** @param {string} build @param {import('./contenders.mjs').Program} program */
function config(build, { argv, file }) {
  const bind = (/** @type {string} */ source, /** @type {string} */ destination) => ({
    destination,
    type: 'bind',
    source,
    options: ['rbind', 'ro', 'nosuid'],
  });
  return {
    ociVersion: '1.0.2',
    process: {
      user: { uid: 65534, gid: 65534 },
      args: argv,
      env: ['PATH=/usr/bin:/bin', 'LANG=C.UTF-8'],
      cwd: '/',
      noNewPrivileges: true,
      rlimits: [{ type: 'RLIMIT_NOFILE', hard: 256, soft: 256 }],
    },
    root: { path: 'rootfs', readonly: true },
    hostname: 'box',
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k'] },
      { destination: '/tmp', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'nodev', 'size=65536k'] },
      bind('/usr', '/usr'),
      ...(file === undefined ? [] : [bind(join(build, file), argv[0])]),
    ],
    linux: {
      resources: { memory: { limit: 256 << 20 }, pids: { limit: 64 }, cpu: { quota: 100_000, period: 100_000 } },
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
    },
  };
}
