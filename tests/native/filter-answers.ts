/** What native/launcher/tests/probe/filter-probe.c must print inside a box, by name; written from the threats. */

const each = (answer: string, names: string): Record<string, string> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, answer]),
  );

const FAMILIES = 46;
const ALLOWED_FAMILIES = new Set([1, 2, 10, 16]);

const families = Object.fromEntries(
  Array.from({ length: FAMILIES }, (_, family) => [`family_${family}`, ALLOWED_FAMILIES.has(family) ? 'ok' : 'EAFNOSUPPORT']),
);

export const answersInABox: Readonly<Record<string, string>> = {
  ...each(
    'ok',
    `getpid memfd_create sync pidfd_open sched_yield personality_ask prctl_name mkfifo socketpair_unix clone_plain
    inet_tcp inet_udp sched_setscheduler`,
  ),
  ...each(
    'EPERM',
    `unshare_user unshare_mount unshare_pid unshare_net unshare_files setns mount umount2 pivot_root chroot ptrace
    process_vm_readv process_vm_writev pidfd_getfd kcmp bpf perf_event_open userfaultfd keyctl add_key request_key
    setuid setgid setreuid setresuid setresgid setgroups whiteout tiocsti tiocsti_bit_32 tiocsti_bit_63 tioclinux
    tioclinux_bit_40 tiocsetd no_randomisation read_implies_exec attach_filter clone_mount clone_cgroup clone_uts
    clone_ipc clone_user clone_pid clone_net clone_parent`,
  ),
  ...each(
    'ENOSYS',
    `open_tree move_mount fsopen fspick mount_setattr pidfd_send_signal process_madvise io_uring_setup io_uring_enter
    io_uring_register io_setup capset seccomp landlock splice tee vmsplice name_to_handle_at open_by_handle_at
    fanotify_init sched_batch adjtimex settimeofday mq_open msgget sethostname reboot init_module swapon quotactl
    clone3 call_minus_one call_600`,
  ),
  ...(process.arch === 'x64' ? each('ENOSYS', 'modify_ldt iopl ioperm') : {}),
  ...each('EINVAL', 'prctl_seccomp prctl_seccomp_bit_32 prctl_mm prctl_unknown'),
  ...each('EPROTONOSUPPORT', 'inet_sctp inet_icmp inet6_mptcp'),
  ...each('EAFNOSUPPORT', 'inet_packet netlink_audit netlink_netfilter family_40_bit_32'),
  ...families,
  /** Allowed: descriptor 0 is no terminal. */
  tcgets: 'ENOTTY',
};

/** Where the kernel itself gives the same answer, here or on a host with another configuration. */
export const noAnswerOfTheFilter: ReadonlySet<string> = new Set([
  ...Object.keys(families),
  ...'tcgets prctl_unknown call_minus_one call_600 inet_sctp inet6_mptcp family_40_bit_32 kcmp init_module iopl ioperm'.split(
    ' ',
  ),
  ...'modify_ldt userfaultfd landlock bpf'.split(' '),
]);
