/*
 * What the filter must let through and what it must not, written down from the threats and from what the toolchains were
 * measured to use, without a look at policy.def. Numbers are this machine's own <sys/syscall.h>, so that the test
 * speaks for arm64 too when it is cross-compiled.
 */
#define _GNU_SOURCE
#include <asm/ioctls.h>
#include <errno.h>
#include <linux/audit.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "bpf.h"
#include "check.h"

#ifdef __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#else
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#define REFUSED(number) (SECCOMP_RET_ERRNO | (number))
#define PR_SCHED_CORE_ 62

struct call {
  const char *name;
  uint32_t number;
};

#define C(call) {#call, SYS_##call}

/* Used by C, C++, Python, Node, Java, Rust, Bun, Perl, sh and SQLite and their compilers when they were traced. */
static const struct call needed[] = {
  C(brk), C(capget), C(clock_getres), C(clock_nanosleep), C(close), C(close_range), C(connect), C(dup), C(epoll_create1),
  C(epoll_ctl), C(epoll_pwait), C(eventfd2), C(execve), C(exit), C(exit_group), C(faccessat2), C(fadvise64), C(fchdir), C(fcntl),
  C(flock), C(fstat), C(fsync), C(ftruncate), C(futex), C(getcwd), C(getdents64), C(getegid), C(geteuid), C(getgid), C(getpid),
  C(getppid), C(getrandom), C(getrusage), C(getsockname), C(gettid), C(getuid), C(ioctl), C(kill), C(lseek), C(madvise), C(mmap),
  C(mprotect), C(munmap), C(newfstatat), C(openat), C(pipe2), C(pkey_alloc), C(pread64), C(prlimit64), C(read), C(recvfrom),
  C(rseq), C(rt_sigaction), C(rt_sigprocmask), C(rt_sigreturn), C(rt_sigsuspend), C(sched_getaffinity), C(sched_yield),
  C(set_robust_list), C(set_tid_address), C(setsockopt), C(shutdown), C(sigaltstack), C(statfs), C(statx), C(sysinfo), C(tgkill),
  C(umask), C(uname), C(unlinkat), C(wait4), C(write),
  /* .NET and libffi map code through it; Erlang, PostgreSQL, Go's and Haskell's timers; ordinary programs. */
  C(memfd_create), C(timerfd_create), C(signalfd4), C(timer_create), C(shmget), C(shmat), C(semget), C(sync_file_range),
  C(setpgid), C(setsid), C(sched_setaffinity), C(membarrier), C(mlock), C(getpriority), C(setpriority), C(inotify_init1),
  C(copy_file_range), C(sendfile), C(linkat), C(symlinkat), C(renameat2), C(mkdirat), C(fchmodat), C(utimensat), C(fallocate),
  C(mincore), C(mremap), C(waitid), C(pidfd_open), C(bind), C(listen), C(accept4), C(sendmsg), C(recvmsg), C(fgetxattr),
  C(times), C(getitimer), C(setitimer), C(openat2), C(execveat), C(epoll_pwait2), C(ppoll), C(pselect6), C(restart_syscall),
#ifdef __x86_64__
  C(access), C(arch_prctl), C(chmod), C(dup2), C(epoll_wait), C(getpgrp), C(link), C(lstat), C(mkdir), C(open), C(poll), C(readlink),
  C(rename), C(stat), C(unlink), C(vfork), C(fork), C(pipe), C(select), C(alarm), C(time), C(pause), C(creat), C(rmdir), C(symlink),
#endif
};

/* Programs expect EPERM of these. */
static const struct call denied[] = {
  C(unshare), C(setns), C(mount), C(umount2), C(pivot_root), C(chroot), C(ptrace), C(process_vm_readv), C(process_vm_writev),
  C(pidfd_getfd), C(kcmp), C(userfaultfd), C(bpf), C(perf_event_open), C(keyctl), C(add_key), C(request_key), C(setuid), C(setgid),
  C(setreuid), C(setregid), C(setresuid), C(setresgid), C(setfsuid), C(setfsgid), C(setgroups), C(mknodat),
#ifdef __x86_64__
  C(mknod),
#endif
};

/* And of these that they do not exist. */
static const struct call absent[] = {
  C(clone3), C(io_uring_setup), C(io_uring_enter), C(io_uring_register), C(io_setup), C(io_submit), C(io_getevents), C(io_cancel),
  C(io_destroy), C(io_pgetevents), C(splice), C(tee), C(vmsplice), C(seccomp), C(landlock_create_ruleset), C(landlock_add_rule),
  C(landlock_restrict_self), C(open_tree), C(move_mount), C(fsopen), C(fsconfig), C(fsmount), C(fspick), C(mount_setattr),
  C(name_to_handle_at), C(open_by_handle_at), C(fanotify_init), C(fanotify_mark), C(pidfd_send_signal), C(process_madvise),
  C(process_mrelease), C(memfd_secret), C(remap_file_pages), C(mq_open), C(mq_unlink), C(mq_timedsend), C(mq_timedreceive),
  C(mq_notify), C(mq_getsetattr), C(msgget), C(msgsnd), C(msgrcv), C(msgctl), C(adjtimex), C(clock_adjtime), C(clock_settime),
  C(settimeofday), C(capset), C(ioprio_set), C(sched_setattr), C(sched_setparam), C(setdomainname),
  C(sethostname), C(acct), C(quotactl), C(swapon), C(swapoff), C(reboot), C(syslog), C(vhangup), C(init_module), C(finit_module),
  C(delete_module), C(kexec_load), C(lookup_dcookie), C(mbind), C(get_mempolicy), C(set_mempolicy), C(migrate_pages), C(move_pages),
  C(nfsservctl),
#ifdef __x86_64__
  C(modify_ldt), C(iopl), C(ioperm), C(uselib), C(ustat), C(sysfs), C(_sysctl), C(create_module), C(kexec_file_load),
#endif
  /* Newer than the headers that we build with; the numbers are the same on every architecture. */
  {"cachestat", 451}, {"fchmodat2", 452}, {"map_shadow_stack", 453}, {"futex_wake", 454}, {"futex_wait", 455}, {"futex_requeue", 456},
  {"statmount", 457}, {"listmount", 458}, {"lsm_get_self_attr", 459}, {"lsm_set_self_attr", 460}, {"lsm_list_modules", 461},
  {"mseal", 462}, {"setxattrat", 463}, {"getxattrat", 464}, {"listxattrat", 465}, {"removexattrat", 466}, {"open_tree_attr", 467},
  {"file_getattr", 468}, {"file_setattr", 469}, {"the next one", 470}, {"and one far off", 4711}, {"call -1", 0xffffffffu},
};

static uint32_t call_with(uint32_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d) {
  return bpf_call(filter_for_this_machine(), MACHINE, number, (uint64_t[6]){a, b, c, d, 0, 0});
}

static void check_list(const struct call *calls, size_t count, uint32_t expected) {
  for (size_t i = 0; i < count; i++) {
    uint32_t got = call_with(calls[i].number, 0, 0, 0, 0);
    CHECK(got == expected, "%s answers %08x instead of %08x", calls[i].name, got, expected);
    if (expected == SECCOMP_RET_ALLOW) continue;
    got = call_with(calls[i].number, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX);
    CHECK(got == expected, "%s with all bits set answers %08x instead of %08x", calls[i].name, got, expected);
  }
}

#define HIGH (UINT64_C(1) << 32)

/* Mono asks for the policy that it has; no other is to be had, whatever stands in the half of the argument that nobody reads. */
static void check_scheduler(void) {
  CHECK(call_with(SYS_sched_setscheduler, 0, SCHED_OTHER, 0, 0) == REFUSED(0), "the ordinary policy");
  CHECK(call_with(SYS_sched_setscheduler, 0, HIGH | SCHED_OTHER, 0, 0) == REFUSED(0), "the ordinary policy, bit 32 set");
  static const uint64_t refused[] = {SCHED_FIFO, SCHED_RR, SCHED_BATCH, SCHED_IDLE, HIGH | SCHED_FIFO, UINT64_MAX};
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
    CHECK(call_with(SYS_sched_setscheduler, 0, refused[i], 0, 0) == REFUSED(ENOSYS), "policy %llx", (unsigned long long)refused[i]);
}

static void check_clone(void) {
  static const uint64_t refused[] = {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET,
                                     CLONE_PARENT};
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    uint64_t flags = refused[i];
    CHECK(call_with(SYS_clone, flags, 0, 0, 0) == REFUSED(EPERM), "flag %llx", (unsigned long long)flags);
    CHECK(call_with(SYS_clone, flags | 17 | CLONE_VM | HIGH, 0, 0, 0) == REFUSED(EPERM), "flag %llx among others", (unsigned long long)flags);
  }
  uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
                    CLONE_CHILD_CLEARTID;
  CHECK(call_with(SYS_clone, thread, 0, 0, 0) == SECCOMP_RET_ALLOW, "a thread");
  CHECK(call_with(SYS_clone, CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | 17, 0, 0, 0) == SECCOMP_RET_ALLOW, "a fork");
  CHECK(call_with(SYS_clone, CLONE_VM | CLONE_VFORK | 17, 0, 0, 0) == SECCOMP_RET_ALLOW, "posix_spawn");
}

static uint32_t socket_family_answer(uint64_t family) {
  if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) return SECCOMP_RET_USER_NOTIF;
  return REFUSED(EAFNOSUPPORT);
}

static void check_sockets(void) {
  for (uint64_t family = 0; family < 64; family++) {
    CHECK(call_with(SYS_socket, family, SOCK_STREAM, 0, 0) == socket_family_answer(family), "family %llu", (unsigned long long)family);
    CHECK(call_with(SYS_socket, family | HIGH, SOCK_STREAM, 0, 0) == socket_family_answer(family), "family %llu, high bit",
          (unsigned long long)family);
    uint32_t pair = family == AF_UNIX ? SECCOMP_RET_USER_NOTIF : REFUSED(EAFNOSUPPORT);
    CHECK(call_with(SYS_socketpair, family, SOCK_STREAM, 0, 0) == pair, "pair of family %llu", (unsigned long long)family);
  }
  for (uint64_t protocol = 1; protocol < 64; protocol++)
    CHECK(call_with(SYS_socket, AF_NETLINK, SOCK_RAW, protocol, 0) == REFUSED(EAFNOSUPPORT), "netlink %llu", (unsigned long long)protocol);
  for (uint64_t protocol = 0; protocol < 300; protocol++) {
    uint32_t expected = protocol == 0 || protocol == 6 || protocol == 17 ? SECCOMP_RET_USER_NOTIF : REFUSED(EPROTONOSUPPORT);
    CHECK(call_with(SYS_socket, AF_INET, SOCK_STREAM, protocol, 0) == expected, "IPv4 protocol %llu", (unsigned long long)protocol);
    CHECK(call_with(SYS_socket, AF_INET6, SOCK_STREAM, protocol, 0) == expected, "IPv6 protocol %llu", (unsigned long long)protocol);
  }
  CHECK(call_with(SYS_socket, AF_INET, SOCK_PACKET, 0, 0) == REFUSED(EAFNOSUPPORT), "SOCK_PACKET is AF_PACKET by another name");
  CHECK(call_with(SYS_socket, AF_INET, SOCK_PACKET | SOCK_CLOEXEC, 0, 0) == REFUSED(EAFNOSUPPORT), "SOCK_PACKET with a flag");
  CHECK(call_with(SYS_setsockopt, 3, SOL_SOCKET, SO_ATTACH_FILTER, 0) == REFUSED(EPERM), "a BPF program on a socket");
  CHECK(call_with(SYS_setsockopt, 3, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, 0) == REFUSED(EPERM), "a BPF program on a group");
  CHECK(call_with(SYS_setsockopt, 3, SOL_SOCKET, SO_REUSEADDR, 0) == SECCOMP_RET_ALLOW, "an ordinary option");
}

static void check_ioctl(void) {
  static const uint32_t refused[] = {0x5412, 0x541c, 0x5423};
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    CHECK(call_with(SYS_ioctl, 0, refused[i], 0, 0) == REFUSED(EPERM), "request %x", refused[i]);
    for (unsigned bit = 32; bit < 64; bit++)
      CHECK(call_with(SYS_ioctl, 0, refused[i] | UINT64_C(1) << bit, 0, 0) == REFUSED(EPERM), "request %x with bit %u", refused[i], bit);
  }
  CHECK(call_with(SYS_ioctl, 0, TCGETS, 0, 0) == SECCOMP_RET_ALLOW, "isatty");
  CHECK(call_with(SYS_ioctl, 0, FIONREAD, 0, 0) == SECCOMP_RET_ALLOW, "FIONREAD");
}

static void check_prctl(void) {
  static const uint32_t refused[] = {PR_SET_SECCOMP, PR_SET_MM, PR_SCHED_CORE_, 59 /* PR_SET_SYSCALL_USER_DISPATCH */, PR_CAPBSET_DROP,
                                     PR_SET_SECUREBITS, PR_MCE_KILL, 9999};
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    CHECK(call_with(SYS_prctl, refused[i], 0, 0, 0) == REFUSED(EINVAL), "option %u", refused[i]);
    CHECK(call_with(SYS_prctl, refused[i] | HIGH, 0, 0, 0) == REFUSED(EINVAL), "option %u, high bit", refused[i]);
  }
  CHECK(call_with(SYS_prctl, PR_SET_NAME, 0, 0, 0) == SECCOMP_RET_ALLOW, "naming a thread");
  CHECK(call_with(SYS_prctl, PR_SET_PDEATHSIG, 9, 0, 0) == SECCOMP_RET_ALLOW, "dying with the parent");
  CHECK(call_with(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0) == SECCOMP_RET_ALLOW, "giving up privileges");
}

static void check_other_arguments(void) {
  CHECK(call_with(SYS_personality, 0, 0, 0, 0) == SECCOMP_RET_ALLOW, "PER_LINUX");
  CHECK(call_with(SYS_personality, 0xffffffff, 0, 0, 0) == SECCOMP_RET_ALLOW, "asking");
  CHECK(call_with(SYS_personality, UINT64_MAX, 0, 0, 0) == SECCOMP_RET_ALLOW, "asking with -1");
  CHECK(call_with(SYS_personality, 0x0040000, 0, 0, 0) == REFUSED(EPERM), "no address randomisation");
  CHECK(call_with(SYS_personality, 0x0400000, 0, 0, 0) == REFUSED(EPERM), "READ_IMPLIES_EXEC");
  CHECK(call_with(SYS_mknodat, 0, 0, S_IFIFO | 0600, 0) == SECCOMP_RET_ALLOW, "mkfifo");
  CHECK(call_with(SYS_mknodat, 0, 0, S_IFCHR | 0600, 0) == REFUSED(EPERM), "a device, or a whiteout");
  CHECK(call_with(SYS_mknodat, 0, 0, S_IFBLK | 0600, 0) == REFUSED(EPERM), "a disk");
  CHECK(call_with(SYS_mknodat, 0, 0, S_IFREG | 0600, 0) == REFUSED(EPERM), "mknod of a file");
  CHECK(call_with(SYS_fadvise64, 3, 0, 0, 4) == REFUSED(0), "POSIX_FADV_DONTNEED is ignored");
  CHECK(call_with(SYS_sync, 0, 0, 0, 0) == REFUSED(0), "sync is done at once");
}

int main(void) {
  check_list(needed, sizeof needed / sizeof needed[0], SECCOMP_RET_ALLOW);
  check_list(denied, sizeof denied / sizeof denied[0], REFUSED(EPERM));
  check_list(absent, sizeof absent / sizeof absent[0], REFUSED(ENOSYS));
  check_clone();
  check_scheduler();
  check_sockets();
  check_ioctl();
  check_prctl();
  check_other_arguments();
  return checks_result("filter-lists");
}
