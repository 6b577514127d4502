import { define } from './definition.js';

/** What stops no run, but disturbs what is measured. */
export const TIMING_ERRORS = {
  swap_on: define(
    'ours',
    200,
    'swap is on ({size})',
    'Boxes do not swap, but the host may, and then every measured time suffers.',
    'Type `swapoff -a`, and remove swap from /etc/fstab.',
  ),
  smt_on: define(
    'ours',
    200,
    'simultaneous multithreading is on',
    'Two runs on one core slow each other, and can observe each other.',
    'Type `echo off > /sys/devices/system/cpu/smt/control`.',
  ),
  frequency_scaling: define(
    'ours',
    200,
    'the CPU frequency varies (governor "{governor}")',
    'The same program takes different times.',
    'Type `cpupower frequency-set -g performance`.',
  ),
  turbo_on: define(
    'ours',
    200,
    'the CPU may boost its frequency',
    'A program runs faster while the other cores idle.',
    'Type `echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo`, or `echo 0 > /sys/devices/system/cpu/cpufreq/boost`.',
  ),
  core_kinds_mixed: define(
    'ours',
    200,
    'the cores are not all alike',
    'Times depend on the kind of core that a run lands on.',
    'Give Cupel cores of one kind only, for instance with `taskset`.',
  ),
  huge_pages: define(
    'ours',
    200,
    'transparent huge pages are on',
    'Memory use and time vary with how pages happen to be merged.',
    'Type `echo never > /sys/kernel/mm/transparent_hugepage/enabled`.',
  ),
  aslr_on: define(
    'ours',
    200,
    'address space randomisation is on',
    "Times vary a little from run to run. It protects the host's other programs, so weigh it.",
    'On a machine that only judges: `sysctl kernel.randomize_va_space=0`.',
  ),
  core_pattern_pipe: define(
    'ours',
    200,
    'core dumps are piped to a program ({pattern})',
    "A crash would start a program of the host's, outside the box, on the submitter's command.",
    'Type `sysctl kernel.core_pattern=core`.',
  ),
  hardlinks_unprotected: define(
    'ours',
    200,
    "hard links to others' files are allowed",
    'A program could keep a file of another user alive.',
    'Type `sysctl fs.protected_hardlinks=1`.',
  ),
  io_uring_on: define(
    'ours',
    200,
    'io_uring is enabled on this host',
    'The filter refuses it in boxes; turning it off on the host adds a second layer.',
    'Type `sysctl kernel.io_uring_disabled=2`.',
  ),
  host_noisy: define(
    'ours',
    200,
    'this host is noisy: the same loop took between {least} and {most}',
    'Other work, or other virtual machines, take the processor away.',
    'Stop other work, use dedicated cores, or allow for it in the time limits.',
  ),
} as const;
