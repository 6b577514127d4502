import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logFolder } from './cache.js';
import { type ArchiveEntry, cpioArchive, entriesFrom } from './cpio.js';
import { debianKernel, type Kernel } from './kernel.js';
import { type Accelerator, findAccelerator, runMachine } from './machine.js';
import { systemImage } from './system-image.js';

export interface GuestOptions {
  /** Names the folder of the logs, `.cupel/guest/log/<name>`. */
  readonly name: string;
  /** From a path below /job in the guest (empty: /job itself) to a file or folder of the host. */
  readonly files: Readonly<Record<string, string>>;
  /** A line for the shell, run as root in /job. */
  readonly command: string;
  /** Milliseconds for everything, the boot included. */
  readonly timeout: number;
  /** `v2`: the controllers all in the one tree of version 2. `hybrid`: all in version 1, beside an empty tree of version 2. */
  readonly cgroups: 'v2' | 'hybrid';
}

export interface GuestResult {
  /** What the command wrote to stdout and stderr, in the order in which it came. */
  readonly output: string;
  readonly exitCode: number;
  /** Path of the kernel's log. */
  readonly kernelLog: string;
}

/** What every guest is made from. */
export interface GuestParts {
  readonly kernel: Kernel;
  readonly accelerator: Accelerator;
  readonly system: string;
}

/** Gets the parts together, from the cache where they are there; `missing` says why there can be no guest on this host. */
export async function guestParts(): Promise<GuestParts | { readonly missing: string }> {
  if (process.arch !== 'x64') return { missing: `the guest is for x86-64 hosts and this is ${process.arch}` };
  for (const [program, name] of [
    ['qemu-system-x86_64', 'qemu-system-x86'],
    ['busybox', 'busybox-static'],
    ['mke2fs', 'e2fsprogs'],
  ] as const) {
    if (!isInstalled(program)) return { missing: `no ${program} here: apt-get install ${name}` };
  }
  let kernel: Kernel;
  try {
    kernel = await debianKernel();
  } catch (error) {
    return { missing: `Debian's cloud kernel cannot be had: ${error instanceof Error ? error.message : String(error)}` };
  }
  return { kernel, accelerator: await findAccelerator(kernel), system: await systemImage() };
}

/**
 * Boots the guest, runs the command and switches off. Throws where the guest dies or its time is up before the command
 * has ended, with what it said until then and where its kernel's log is.
 */
export async function bootGuest(parts: GuestParts, options: GuestOptions): Promise<GuestResult> {
  const folder = logFolder(options.name);
  const mark = `guest-exit-${randomUUID()}`;
  const [initramfs, kernelLog, consoleLog] = ['initramfs', 'kernel.log', 'console.log'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  writeFileSync(initramfs, cpioArchive(firstFileSystem(parts.kernel, options, mark)));
  const machine = {
    ...{ accelerator: parts.accelerator, kernel: parts.kernel, disk: parts.system, initramfs, kernelLog, consoleLog },
    parameters: [...(options.cgroups === 'v2' ? ['cgroup_no_v1=all'] : []), `guest.cgroups=${options.cgroups}`],
  };
  const { stderr, overdue } = await runMachine(machine, options.timeout);
  const said = existsSync(consoleLog) ? readFileSync(consoleLog, 'utf8') : '';
  const end = said.lastIndexOf(mark);
  if (end < 0) {
    const why = overdue ? `was not done after ${options.timeout} ms` : 'died';
    throw new Error(`the guest ${why}; kernel log: ${kernelLog}\n${stderr}\n${said.slice(-4096)}\n${tail(kernelLog)}`);
  }
  return { output: said.slice(0, end), exitCode: Number(said.slice(end + mark.length)), kernelLog };
}

function firstFileSystem(kernel: Kernel, options: GuestOptions, mark: string): Map<string, ArchiveEntry> {
  const script = fileURLToPath(new URL('init.sh', import.meta.url));
  const text = (content: string): ArchiveEntry => ({ kind: 'file', bytes: Buffer.from(content), executable: false });
  const folders = ['proc', 'dev', 'root', 'bin'].map((path): [string, ArchiveEntry] => [path, { kind: 'folder' }]);
  return new Map<string, ArchiveEntry>([
    ...folders,
    ['init', { kind: 'file', bytes: readFileSync(script), executable: true }],
    ['bin/busybox', { kind: 'file', bytes: readFileSync('/usr/bin/busybox'), executable: true }],
    ...kernel.modules.flatMap((path) => entriesFrom(path, `modules/${basename(path)}`)),
    ['modules/order', text(kernel.modules.map((path) => basename(path)).join('\n'))],
    ['etc/passwd', text('root:x:0:0:root:/root:/bin/sh\nguest:x:1000:1000:guest:/home:/bin/sh\n')],
    ['etc/group', text('root:x:0:\nguest:x:1000:\n')],
    ...(existsSync('/etc/ld.so.cache') ? entriesFrom('/etc/ld.so.cache', 'etc/ld.so.cache') : []),
    ...Object.entries(options.files).flatMap(([path, source]) => entriesFrom(source, path === '' ? 'job' : `job/${path}`)),
    ['job/mark', text(mark)],
    ['job/command', text(`cd /job\n${options.command}\n`)],
  ]);
}

function isInstalled(program: string): boolean {
  return ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/bin', '/sbin'].some((folder) => existsSync(join(folder, program)));
}

function tail(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-30).join('\n') : '';
}
