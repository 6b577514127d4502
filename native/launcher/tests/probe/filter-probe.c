/*
 * Asks the kernel, from wherever it is run, what it answers to calls that matter, and prints a line for each: the
 * name and `ok` or the errno. Each is made in a process of its own, with arguments that do no harm where nothing stops them:
 * the tests run it inside a box and, as the control, outside of one.
 *
 *   filter-probe calls             the table below, socket families, namespace flags
 *   filter-probe i386|x32|...      makes one call in a foreign ABI, in various ways, and prints what came of it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define HIGH (1L << 32)
#define TOP ((long)(1UL << 63))
#define P(pointer) ((long)(pointer))

struct probe {
  const char *name;
  long number;
  long arguments[6];
};

static long context;
static char byte;
static struct iovec one_byte = {&byte, 1};
static struct sock_filter accept_all[] = {{BPF_RET | BPF_K, 0, 0, 0xffff}};
static struct sock_fprog accept_all_program = {1, accept_all};
static struct sched_param ordinary;
static int pair[2];
static int allow_action = 0x7fff0000;
static char terminal[64];

static const struct probe probes[] = {
  {"getpid", SYS_getpid, {0}},
  {"memfd_create", SYS_memfd_create, {P("probe")}},
  {"sync", SYS_sync, {0}},
  {"pidfd_open", SYS_pidfd_open, {1}},
  {"sched_yield", SYS_sched_yield, {0}},
  {"personality_ask", SYS_personality, {0xffffffff}},
  {"prctl_name", SYS_prctl, {PR_SET_NAME, P("probe")}},
  {"mkfifo", SYS_mknodat, {AT_FDCWD, P("probe.fifo"), S_IFIFO | 0600}},
  {"socketpair_unix", SYS_socketpair, {AF_UNIX, SOCK_STREAM, 0, P(pair)}},
  {"unshare_user", SYS_unshare, {CLONE_NEWUSER}},
  {"unshare_mount", SYS_unshare, {CLONE_NEWNS}},
  {"unshare_pid", SYS_unshare, {CLONE_NEWPID}},
  {"unshare_net", SYS_unshare, {CLONE_NEWNET}},
  {"unshare_files", SYS_unshare, {CLONE_FILES}},
  {"setns", SYS_setns, {-1, 0}},
  {"mount", SYS_mount, {0, 0, 0, 0, 0}},
  {"umount2", SYS_umount2, {0, 0}},
  {"pivot_root", SYS_pivot_root, {0, 0}},
  {"chroot", SYS_chroot, {0}},
  {"open_tree", SYS_open_tree, {AT_FDCWD, P("/"), 1}},
  {"move_mount", SYS_move_mount, {-1, P(""), -1, P("/"), 4}},
  {"fsopen", SYS_fsopen, {P("tmpfs"), 0}},
  {"fspick", SYS_fspick, {AT_FDCWD, P("/"), 0}},
  {"mount_setattr", SYS_mount_setattr, {-1, P("/"), 0, 0, 0}},
  {"ptrace", SYS_ptrace, {16 /* attach */, 0x3ffffff}},
  {"process_vm_readv", SYS_process_vm_readv, {0, P(&one_byte), 1, P(&one_byte), 1}},
  {"process_vm_writev", SYS_process_vm_writev, {0, P(&one_byte), 1, P(&one_byte), 1}},
  {"pidfd_getfd", SYS_pidfd_getfd, {-1, 0, 0}},
  {"pidfd_send_signal", SYS_pidfd_send_signal, {-1, 0, 0, 0}},
  {"kcmp", SYS_kcmp, {1, 1, 99}},
  {"process_madvise", SYS_process_madvise, {-1, 0, 0, 0, 0}},
  {"bpf", SYS_bpf, {0, 0, 0}},
  {"perf_event_open", SYS_perf_event_open, {0, 0, 0, 0, 0}},
  {"userfaultfd", SYS_userfaultfd, {0x8000000}},
  {"keyctl", SYS_keyctl, {KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1}},
  {"add_key", SYS_add_key, {0, 0, 0, 0, 0}},
  {"request_key", SYS_request_key, {0, 0, 0, 0}},
  {"io_uring_setup", SYS_io_uring_setup, {0, 0}},
  {"io_uring_enter", SYS_io_uring_enter, {-1, 0, 0, 0, 0, 0}},
  {"io_uring_register", SYS_io_uring_register, {-1, 0, 0, 0}},
  {"io_setup", SYS_io_setup, {1, P(&context)}},
  {"setuid", SYS_setuid, {65534}},
  {"setgid", SYS_setgid, {65534}},
  {"setreuid", SYS_setreuid, {-1, -1}},
  {"setresuid", SYS_setresuid, {-1, -1, -1}},
  {"setresgid", SYS_setresgid, {-1, -1, -1}},
  {"setgroups", SYS_setgroups, {0, 0}},
  {"whiteout", SYS_mknodat, {AT_FDCWD, P("probe.whiteout"), S_IFCHR | 0600, 0}},
  {"capset", SYS_capset, {0, 0}},
  {"tiocsti", SYS_ioctl, {0, 0x5412, P(&byte)}},
  {"tiocsti_bit_32", SYS_ioctl, {0, 0x5412 | HIGH, P(&byte)}},
  {"tiocsti_bit_63", SYS_ioctl, {0, 0x5412 | TOP, P(&byte)}},
  {"tioclinux", SYS_ioctl, {0, 0x541c, P(&byte)}},
  {"tioclinux_bit_40", SYS_ioctl, {0, 0x541c | HIGH << 8, P(&byte)}},
  {"tiocsetd", SYS_ioctl, {0, 0x5423, P(&context)}},
  {"tcgets", SYS_ioctl, {0, 0x5401, P(terminal)}},
  {"no_randomisation", SYS_personality, {0x0040000}},
  {"read_implies_exec", SYS_personality, {0x0400000}},
  {"prctl_seccomp", SYS_prctl, {PR_SET_SECCOMP, 2 /* filter */, P(&accept_all_program)}},
  {"prctl_seccomp_bit_32", SYS_prctl, {PR_SET_SECCOMP | HIGH, 2, P(&accept_all_program)}},
  {"prctl_mm", SYS_prctl, {PR_SET_MM, PR_SET_MM_MAP_SIZE, P(&context), 0, 0}},
  {"prctl_unknown", SYS_prctl, {4711}},
  {"seccomp", SYS_seccomp, {2 /* action available */, 0, P(&allow_action)}},
  {"landlock", SYS_landlock_create_ruleset, {0, 0, 1}},
  {"splice", SYS_splice, {-1, 0, -1, 0, 1, 0}},
  {"tee", SYS_tee, {-1, -1, 1, 0}},
  {"vmsplice", SYS_vmsplice, {-1, P(&one_byte), 1, 0}},
  {"name_to_handle_at", SYS_name_to_handle_at, {-1, P(""), 0, 0, 0}},
  {"open_by_handle_at", SYS_open_by_handle_at, {-1, 0, 0}},
  {"fanotify_init", SYS_fanotify_init, {0, 0}},
  {"sched_setscheduler", SYS_sched_setscheduler, {0, SCHED_OTHER, P(&ordinary)}},
  {"sched_batch", SYS_sched_setscheduler, {0, SCHED_BATCH, P(&ordinary)}},
  {"adjtimex", SYS_adjtimex, {0}},
  {"settimeofday", SYS_settimeofday, {0, 0}},
  {"mq_open", SYS_mq_open, {0, 0, 0, 0}},
  {"msgget", SYS_msgget, {4711, 0}},
  {"sethostname", SYS_sethostname, {0, -1}},
  {"reboot", SYS_reboot, {0, 0, 0, 0}},
  {"init_module", SYS_init_module, {0, 0, 0}},
  {"swapon", SYS_swapon, {0, 0}},
  {"quotactl", SYS_quotactl, {0, 0, 0, 0}},
  {"inet_tcp", SYS_socket, {AF_INET, SOCK_STREAM, 6}},
  {"inet_udp", SYS_socket, {AF_INET, SOCK_DGRAM, 17}},
  {"inet_sctp", SYS_socket, {AF_INET, SOCK_STREAM, 132}},
  {"inet_icmp", SYS_socket, {AF_INET, SOCK_RAW, 1}},
  {"inet_packet", SYS_socket, {AF_INET, SOCK_PACKET, 0}},
  {"inet6_mptcp", SYS_socket, {AF_INET6, SOCK_STREAM, 262}},
  {"netlink_audit", SYS_socket, {AF_NETLINK, SOCK_RAW, 9}},
  {"netlink_netfilter", SYS_socket, {AF_NETLINK, SOCK_RAW, 12}},
  {"family_40_bit_32", SYS_socket, {40 | HIGH, SOCK_STREAM, 0}},
  {"attach_filter", SYS_setsockopt, {3, SOL_SOCKET, SO_ATTACH_FILTER, P(&accept_all_program), sizeof accept_all_program}},
  {"clone3", SYS_clone3, {0, 0}},
  {"call_minus_one", -1, {0}},
  {"call_600", 600, {0}},
#ifdef __x86_64__
  {"modify_ldt", SYS_modify_ldt, {0, P(&byte), 0}},
  {"iopl", SYS_iopl, {0}},
  {"ioperm", SYS_ioperm, {0, 1, 0}},
#endif
};

static long answer_of(const struct probe *probe) {
  const long *a = probe->arguments;
  long result = syscall(probe->number, a[0], a[1], a[2], a[3], a[4], a[5]);
  return result < 0 ? -errno : 0;
}

static long clone_with(const struct probe *probe) {
  long pid = syscall(SYS_clone, probe->arguments[0] | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) _exit(0);
  if (pid > 0) waitpid((pid_t)pid, NULL, 0);
  return pid < 0 ? -errno : 0;
}

static void report(const char *name, int number, long answer) {
  if (number >= 0) printf("%s_%d %s\n", name, number, answer ? strerrorname_np((int)-answer) : "ok");
  else printf("%s %s\n", name, answer ? strerrorname_np((int)-answer) : "ok");
}

/* In a process of its own, so that what a call changes where nothing stops it ends with it. */
static long apart(long (*make)(const struct probe *), const struct probe *probe) {
  volatile long *answer = mmap(NULL, sizeof *answer, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  *answer = -ECHILD;
  pid_t pid = fork();
  if (pid == 0) {
    *answer = make(probe);
    _exit(0);
  }
  waitpid(pid, NULL, 0);
  long result = *answer;
  munmap((void *)answer, sizeof *answer);
  return result;
}

static int probe_calls(void) {
  static const struct {
    const char *name;
    unsigned flag;
  } flags[] = {{"clone_mount", CLONE_NEWNS}, {"clone_cgroup", CLONE_NEWCGROUP}, {"clone_uts", CLONE_NEWUTS}, {"clone_ipc", CLONE_NEWIPC},
               {"clone_user", CLONE_NEWUSER}, {"clone_pid", CLONE_NEWPID}, {"clone_net", CLONE_NEWNET}, {"clone_parent", CLONE_PARENT},
               {"clone_plain", 0}};
  setvbuf(stdout, NULL, _IOLBF, 0);
  int unix_socket = socket(AF_UNIX, SOCK_STREAM, 0);
  if (unix_socket != 3) dup2(unix_socket, 3); /* for attach_filter */
  for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) report(probes[i].name, -1, apart(answer_of, &probes[i]));
  for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
    struct probe probe = {flags[i].name, SYS_clone, {flags[i].flag}};
    report(probe.name, -1, apart(clone_with, &probe));
  }
  for (int family = 0; family < 46; family++) {
    struct probe probe = {"family", SYS_socket, {family, SOCK_DGRAM, 0}};
    report(probe.name, family, apart(answer_of, &probe));
  }
  return 0;
}

#ifdef __x86_64__
static long call_i386(void) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L /* getpid */) : "memory", "cc", "r8", "r9", "r10", "r11");
  return result;
}

static long call_x32(void) { return syscall(0x40000000L + SYS_getpid); }

static void *in_a_thread(void *unused) {
  (void)unused;
  return (void *)call_i386();
}

static void ignore(int number) { (void)number; }

/* A signal every millisecond interrupts the wait for the listener's answer: the call must still not be got through. */
static long call_under_fire(void) {
  struct itimerval every_ms = {{0, 1000}, {0, 1000}};
  struct sigaction action = {.sa_handler = ignore};
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &every_ms, NULL);
  for (int i = 0; i < 20000; i++) {
    long result = call_i386();
    if (result > 0) return result;
  }
  return -1;
}

static long call_foreign(const char *way) {
  if (!strcmp(way, "i386")) return call_i386();
  if (!strcmp(way, "x32")) return call_x32();
  if (!strcmp(way, "under-fire")) return call_under_fire();
  if (!strcmp(way, "thread")) {
    pthread_t thread;
    void *result = NULL;
    if (pthread_create(&thread, NULL, in_a_thread, NULL) == 0) pthread_join(thread, &result);
    return (long)result;
  }
  if (fork() == 0) _exit(call_i386() > 0 ? 1 : 2);
  int status;
  wait(&status);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}
#else
static long call_foreign(const char *way) {
  (void)way;
  return -1;
}
#endif

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  if (!strcmp(argv[1], "calls")) return probe_calls();
  if (!strcmp(argv[1], "sigsys")) return raise(SIGSYS);
  printf("%s\n", call_foreign(argv[1]) > 0 ? "got through" : "refused");
  return 0;
}
