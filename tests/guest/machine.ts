import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.js';
import { type ArchiveEntry, cpioArchive } from './cpio.js';
import type { Kernel } from './kernel.js';
import { type Ended, output, runFor } from './process.js';

/** How the guest's processors are made: by the host's own, or in software. */
export type Accelerator = { readonly kind: 'kvm' } | { readonly kind: 'emulation'; readonly tickRate: number };

export interface Machine {
  readonly accelerator: Accelerator;
  readonly kernel: Kernel;
  /** Path of the first file system. */
  readonly initramfs: string;
  /** Path of the disk that becomes /usr; the probe needs none. */
  readonly disk?: string;
  readonly parameters: readonly string[];
  /** Where the kernel's own messages go. */
  readonly kernelLog: string;
  /** Where its console hvc0 goes. */
  readonly consoleLog: string;
}

const QEMU = 'qemu-system-x86_64';
const PROBE_TIME = 6_000;
const PROBE_WORD = 'guest-is-up';

/** Starts the machine and waits for its end, at most `timeout` milliseconds. */
export function runMachine(machine: Machine, timeout: number): Promise<Ended> {
  const disk = [
    '-drive',
    `if=none,id=system,format=raw,readonly=on,file=${machine.disk}`,
    '-device',
    'virtio-blk-device,drive=system',
  ];
  return runFor(timeout, QEMU, [
    ...['-machine', 'microvm', '-nodefaults', '-no-user-config', '-nographic', '-no-reboot', '-smp', '2', '-m', '2048'],
    ...processors(machine.accelerator),
    ...['-kernel', machine.kernel.image, '-initrd', machine.initramfs],
    ...['-append', commandLine(machine)],
    ...['-serial', `file:${machine.kernelLog}`, '-device', 'virtio-serial-device'],
    ...['-chardev', `file,id=console,path=${machine.consoleLog}`, '-device', 'virtconsole,chardev=console'],
    ...(machine.disk === undefined ? [] : disk),
  ]);
}

function processors(accelerator: Accelerator): string[] {
  return accelerator.kind === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg,thread=multi', '-cpu', 'max'];
}

/**
 * Without the rate of its counter, and the word that it can be trusted, an emulated guest would fall back on counting
 * ticks: a clock that loses time and has 4 ms for its smallest step.
 */
function commandLine(machine: Machine): string {
  const { accelerator } = machine;
  const clock = accelerator.kind === 'kvm' ? [] : [`tsc_early_khz=${accelerator.tickRate}`, 'tsc=reliable', 'no_timer_check'];
  const quick = ['mitigations=off', 'cryptomgr.notests', 'init_on_alloc=0', 'reboot=t', 'panic=-1'];
  return ['console=ttyS0', ...quick, ...clock, ...machine.parameters].join(' ');
}

/**
 * Found out by booting once, for a host may offer /dev/kvm and yet run nothing on it. Remembered until the host's next start.
 */
export async function findAccelerator(kernel: Kernel): Promise<Accelerator> {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  const path = await cached('accelerator', `${boot}${kernel.image}`, async (file) => {
    const found: Accelerator = (await boots(kernel, dirname(file)))
      ? { kind: 'kvm' }
      : { kind: 'emulation', tickRate: await tickRate() };
    writeFileSync(file, JSON.stringify(found));
  });
  return JSON.parse(readFileSync(path, 'utf8')) as Accelerator;
}

async function boots(kernel: Kernel, workshop: string): Promise<boolean> {
  const initramfs = join(workshop, 'initramfs');
  const init = Buffer.from(`#!/bin/busybox sh\necho ${PROBE_WORD} >/dev/console\n/bin/busybox reboot -f\n`);
  const entries = new Map<string, ArchiveEntry>([
    ['bin/busybox', { kind: 'file', bytes: readFileSync('/usr/bin/busybox'), executable: true }],
    ['dev', { kind: 'folder' }],
    ['init', { kind: 'file', bytes: init, executable: true }],
  ]);
  writeFileSync(initramfs, cpioArchive(entries));
  const kernelLog = join(workshop, 'probe.log');
  const consoleLog = '/dev/null';
  await runMachine({ accelerator: { kind: 'kvm' }, kernel, initramfs, parameters: [], kernelLog, consoleLog }, PROBE_TIME);
  return readFileSync(kernelLog, 'utf8').includes(PROBE_WORD);
}

async function tickRate(): Promise<number> {
  const source = fileURLToPath(new URL('tick-rate.c', import.meta.url));
  const program = await cached('tick-rate', readFileSync(source, 'utf8'), async (path) => {
    await output('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', path, source]);
  });
  return Number(await output(program, []));
}
