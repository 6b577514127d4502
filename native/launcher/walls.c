#define _GNU_SOURCE
#include "walls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "equip.h"
#include "filter/filter.h"
#include "message.h"
#include "outfit.h"
#include "sys.h"

#define MIB (UINT64_C(1) << 20)

/* The proofs. Their types are complete in this file alone, so no other file can make one. */
struct counted { char proof; };
struct numbered { char proof; };
struct apart { char proof; };
struct furnished { char proof; };
struct bounded { char proof; };
struct nobody { char proof; };
struct powerless { char proof; };
struct sworn { char proof; };
struct equipped { char proof; };
struct filtered { char proof; };

static const struct counted counted_proof;
static const struct numbered numbered_proof;
static const struct apart apart_proof;
static const struct furnished furnished_proof;
static const struct bounded bounded_proof;
static const struct nobody nobody_proof;
static const struct powerless powerless_proof;
static const struct sworn sworn_proof;
static const struct equipped equipped_proof;
static const struct filtered filtered_proof;

_Noreturn void raising_failed(const struct raising *r, enum stage stage, unsigned index, const char *detail) {
  struct message message = {.kind = MESSAGE_FAILED, .stage = stage, .index = index, .error = errno};
  snprintf(message.detail, sizeof message.detail, "%s", detail);
  message_send(r->socket, &message, NULL);
  _exit(1);
}

/*
 * Moving a task between v1 cgroups waits for an RCU grace period when the host has been idle for a while: 5 to 25 ms
 * measured against 0.02 ms. So it is done once, by the keeper, ahead of time; what the keeper forks is born inside.
 */
const struct counted *wall_cgroup_join(const struct raising *r, const int *procs_fds, size_t count) {
  for (size_t i = 0; i < count && wall_stands(r->walls, WALL_CGROUP); i++)
    if (write(procs_fds[i], "0", 1) != 1) raising_failed(r, STAGE_CGROUP, (unsigned)i, "cgroup.procs");
  return &counted_proof;
}

const struct counted *wall_cgroup_at_clone(const struct raising *r) {
  (void)r;
  return &counted_proof;
}

const struct numbered *wall_pid(const struct raising *r, const struct counted *counted, int init_pidfd) {
  (void)counted;
  if (wall_stands(r->walls, WALL_PID) && setns(init_pidfd, CLONE_NEWPID) < 0) return NULL;
  return &numbered_proof;
}

const struct apart *wall_namespaces(const struct raising *r, const struct numbered *numbered, int init_pidfd) {
  (void)numbered;
  int spaces = CLONE_NEWNS; /* also where the mount wall is left out: that namespace then shows the host's files */
  if (wall_stands(r->walls, WALL_NETWORK)) spaces |= CLONE_NEWNET;
  if (wall_stands(r->walls, WALL_IPC)) spaces |= CLONE_NEWIPC;
  if (wall_stands(r->walls, WALL_UTS)) spaces |= CLONE_NEWUTS;
  if (setns(init_pidfd, spaces) < 0) raising_failed(r, STAGE_NAMESPACES, 0, "setns");
  /* From inside the cgroups, so that they are the root of what /proc/self/cgroup shows. */
  if (wall_stands(r->walls, WALL_CGROUP) && unshare(CLONE_NEWCGROUP) < 0) raising_failed(r, STAGE_NAMESPACES, 1, "cgroup namespace");
  if (setsid() < 0) raising_failed(r, STAGE_NAMESPACES, 2, "setsid");
  return &apart_proof;
}

static void size_scratch(const struct raising *r, const struct limits *limits) {
  /* With an outfit /box may be a folder of the host, whose file system is none of ours. */
  const char *folder = outfit ? "/tmp" : box_folder(r->walls);
  char bytes[32], inodes[32];
  snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)limits->scratch_bytes);
  /* Four are ours: the root and its three folders. */
  snprintf(inodes, sizeof inodes, "%llu", (unsigned long long)limits->scratch_inodes + 4);
  int fs = (int)syscall(SYS_fspick, AT_FDCWD, folder, FSPICK_CLOEXEC);
  if (fs < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "size", bytes, 0) < 0 ||
      syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "nr_inodes", inodes, 0) < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 0) < 0)
    raising_failed(r, STAGE_SCRATCH, 0, "size of the scratch folder");
  close(fs);
}

/* Two mounts: the artefact, and an overlay over it whose locks no other run of the same artefact sees. */
int mount_program(int artefact_fd) {
  if (sys_move_mount(artefact_fd, AT_FDCWD, "/program") < 0) return 1;
  return mount("program", "/program", "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV, "lowerdir=/program:/run") < 0 ? 2 : 0;
}

static void mount_artefact(const struct raising *r, int artefact_fd) {
  int failed = mount_program(artefact_fd);
  if (failed) raising_failed(r, STAGE_MOUNTS, (unsigned)failed - 1, failed == 1 ? "/program" : "overlay on /program");
}

/*
 * A second, read-only mount over /box. Its files are written afterwards, by nobody, through the first one: that is where we
 * stay until the program's folder is entered.
 */
static void cover_box(const struct raising *r) {
  const char *folder = box_folder(r->walls);
  if (chdir(folder) < 0) raising_failed(r, STAGE_MOUNTS, 2, folder);
  if (mount(folder, folder, NULL, MS_BIND, NULL) < 0) raising_failed(r, STAGE_MOUNTS, 3, folder);
  if (mount(NULL, folder, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL) < 0) raising_failed(r, STAGE_MOUNTS, 4, folder);
}

const struct furnished *furnish(const struct raising *r, const struct apart *apart, const struct request *request, int artefact_fd,
                                int blobs_fd) {
  (void)apart;
  size_scratch(r, &request->limits);
  if (artefact_fd >= 0) mount_artefact(r, artefact_fd);
  if (request->read_only && wall_stands(r->walls, WALL_MOUNT)) cover_box(r);
  open_blobs(r, request, blobs_fd);
  return &furnished_proof;
}

void set_resource_limit(const struct raising *r, int resource, uint64_t value) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) < 0) raising_failed(r, STAGE_RLIMITS, (unsigned)resource, "getrlimit");
  /* Without CAP_SYS_RESOURCE a hard limit can only be lowered: what the host already denies stays denied. */
  if (value < limit.rlim_max) limit.rlim_max = value;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(resource, &limit) < 0) raising_failed(r, STAGE_RLIMITS, (unsigned)resource, "setrlimit");
}

const struct bounded *wall_rlimits(const struct raising *r, const struct furnished *furnished, const struct limits *limits) {
  (void)furnished;
  /* The kernel's choice when memory runs out must be the program, never our keeper beside it. */
  write_text(AT_FDCWD, "/proc/self/oom_score_adj", "1000");
  if (!wall_stands(r->walls, WALL_RLIMIT)) return &bounded_proof;
  const struct {
    int resource;
    uint64_t value;
  } rows[] = {
      {RLIMIT_FSIZE, limits->file_size},
      {RLIMIT_STACK, limits->stack},
      {RLIMIT_CORE, 0},
      {RLIMIT_MEMLOCK, 64 << 10},
      {RLIMIT_MSGQUEUE, 0},
      {RLIMIT_SIGPENDING, 4096},
      {RLIMIT_RTPRIO, 0},
      {RLIMIT_NICE, 0},
      /* Backstops: the cgroup and the launcher's deadline come first, and they leave evidence. */
      {RLIMIT_NPROC, limits->processes + 64},
      {RLIMIT_CPU, limits->cpu_time / UINT64_C(1000000000) + 5},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) set_resource_limit(r, rows[i].resource, rows[i].value);
  if (outfit && outfit->address_space) set_resource_limit(r, RLIMIT_AS, outfit->address_space);
  return &bounded_proof;
}

const struct nobody *wall_user(const struct raising *r, const struct bounded *bounded) {
  (void)bounded;
  if (!wall_stands(r->walls, WALL_USER)) return &nobody_proof;
  /* The capability wall still needs one of them for a moment, to empty the bounding set. */
  if (wall_stands(r->walls, WALL_CAPABILITY) && prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0) raising_failed(r, STAGE_USER, 0, "keepcaps");
  if (syscall(SYS_setgroups, 0, NULL) < 0) raising_failed(r, STAGE_USER, 1, "setgroups");
  if (setresgid(r->user, r->user, r->user) < 0) raising_failed(r, STAGE_USER, 2, "setresgid");
  if (setresuid(r->user, r->user, r->user) < 0) raising_failed(r, STAGE_USER, 3, "setresuid");
  return &nobody_proof;
}

static void empty_bounding_set(const struct raising *r) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2];
  if (syscall(SYS_capget, &header, data) < 0) raising_failed(r, STAGE_CAPABILITIES, 0, "capget");
  for (int i = 0; i < 2; i++) data[i].effective = data[i].permitted;
  if (syscall(SYS_capset, &header, data) < 0) raising_failed(r, STAGE_CAPABILITIES, 1, "capset");
  for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
    if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0) raising_failed(r, STAGE_CAPABILITIES, 2, "bounding set");
  const unsigned long bits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP | SECBIT_NO_SETUID_FIXUP_LOCKED |
                             SECBIT_KEEP_CAPS_LOCKED | SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
  if (prctl(PR_SET_SECUREBITS, bits, 0, 0, 0) < 0) raising_failed(r, STAGE_CAPABILITIES, 3, "securebits");
}

const struct powerless *wall_capabilities(const struct raising *r, const struct nobody *nobody) {
  (void)nobody;
  if (!wall_stands(r->walls, WALL_CAPABILITY)) return &powerless_proof;
  empty_bounding_set(r);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {0};
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0) raising_failed(r, STAGE_CAPABILITIES, 4, "ambient set");
  if (syscall(SYS_capset, &header, none) < 0) raising_failed(r, STAGE_CAPABILITIES, 5, "capset");
  return &powerless_proof;
}

const struct sworn *wall_no_new_privileges(const struct raising *r, const struct powerless *powerless) {
  (void)powerless;
  if (wall_stands(r->walls, WALL_NO_NEW_PRIVILEGES) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    raising_failed(r, STAGE_NO_NEW_PRIVILEGES, 0, "no_new_privs");
  return &sworn_proof;
}

const struct equipped *equip(struct raising *r, const struct sworn *sworn, const int stdio[3], const struct request *request) {
  (void)sworn;
  write_files(r, request);
  place_descriptors(r, stdio, request);
  return &equipped_proof;
}

const struct filtered *wall_seccomp(const struct raising *r, const struct equipped *equipped, int *listener_fd) {
  (void)equipped;
  *listener_fd = -1;
  if (!wall_stands(r->walls, WALL_SECCOMP)) return &filtered_proof;
  struct filter_program filter = filter_for_this_machine();
  struct sock_fprog program = {.len = filter.length, .filter = (struct sock_filter *)filter.code};
  /* A signal must not interrupt a call that waits for the launcher's answer: without the filter it would not wait at all. */
  const unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
  *listener_fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, &program);
  if (*listener_fd < 0 && errno == EINVAL) *listener_fd = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program); /* before Linux 5.19 */
  if (*listener_fd < 0) raising_failed(r, STAGE_SECCOMP, 0, "system-call filter");
  return &filtered_proof;
}

static void announce(const struct raising *r, int listener_fd, bool warm) {
  struct timespec used;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  struct message message = {.kind = MESSAGE_EXECUTING, .number = (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec, .at = monotonic_ns()};
  message.index = warm;
  struct message_fds fds = {.fds = {listener_fd}, .count = listener_fd >= 0};
  if (message_send(r->socket, &message, &fds) < 0) _exit(1);
}

_Noreturn void execute(const struct raising *r, const struct filtered *filtered, int listener_fd, char *const argv[], char *const envp[]) {
  (void)filtered;
  announce(r, listener_fd, false);
  find_and_exec(argv, envp);
  raising_failed(r, STAGE_EXEC, 0, argv[0]);
}

_Noreturn void resume(const struct raising *r, const struct filtered *filtered, int listener_fd, void (*run)(void) __attribute__((noreturn))) {
  (void)filtered;
  announce(r, listener_fd, true);
  /* Whoever holds the listener decides on forbidden calls; exec would close it, and the launcher's socket. */
  if (sys_close_range(3, ~0u, 0) < 0) _exit(1);
  run();
}
