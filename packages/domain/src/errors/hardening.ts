import { define } from './definition.js';

/** What the doctor finds by trying, and what stands behind the walls. */
export const HARDENING_ERRORS = {
  kernel_too_old: define(
    'ours',
    503,
    'kernel {version} is older than {least}',
    'The launcher calls clone3, openat2 and close_range, which older kernels do not have.',
    'Install a newer kernel.',
  ),
  wall_not_seen: define(
    'ours',
    503,
    'the launcher says that the wall "{wall}" stands, but a program behind it does not see it',
    'A fault in Cupel, or a kernel that grants what it does not do.',
    'Run nothing of strangers here; report it with the output of `judge check-deps --verbose --json`.',
  ),
  limit_not_enforced: define(
    'ours',
    503,
    'the limit on {limit} did not stop a program that broke it: {detail}',
    'The cgroup controller is there, but does not act on the box.',
    'Report it with the output of `judge check-deps --verbose --json`.',
  ),
  user_namespaces_off: define(
    'ours',
    200,
    'ordinary users cannot make user namespaces',
    'Rootless boxes need them. Boxes made by root do not.',
    'Type `sysctl user.max_user_namespaces=15000`; on Debian also `sysctl kernel.unprivileged_userns_clone=1`, on Ubuntu `sysctl kernel.apparmor_restrict_unprivileged_userns=0`.',
  ),
  kernel_log_open: define(
    'ours',
    200,
    'every user of this host can read the kernel log',
    'It holds addresses that help an attack on the kernel.',
    'Type `sysctl kernel.dmesg_restrict=1`.',
  ),
  crashes_logged: define(
    'ours',
    200,
    "each crash of a stranger's program writes a line to the kernel log",
    'Programs that crash in a loop fill the log.',
    'Type `sysctl debug.exception-trace=0`.',
  ),
  pages_merged: define(
    'ours',
    200,
    'equal memory pages are merged (KSM)',
    'A run can tell by timing what the memory of others holds.',
    'Type `echo 2 > /sys/kernel/mm/ksm/run`.',
  ),
  cpu_vulnerable: define(
    'ours',
    200,
    'this processor is open to {names}',
    'The kernel has no mitigation switched on, so programs may read what is not theirs.',
    'Update the microcode and the kernel, and do not boot with `mitigations=off`.',
  ),
  clock_slow: define(
    'ours',
    200,
    'reading the time is slow here (clock source "{source}")',
    'Programs that ask for the time often are slowed down.',
    'Boot with `clocksource=tsc` where the machine allows it.',
  ),
} as const;
