#define _GNU_SOURCE
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "message.h"
#include "outfit.h"
#include "rootless.h"
#include "skeleton.h"
#include "sys.h"
#include "walls.h"

/* Until the run says how much it may have; the child sets the true size before the program exists. */
#define SCRATCH_OPTIONS "mode=0755,size=1m,nr_inodes=64"

struct mounting {
  int socket;
  unsigned index; /* of the mount being made, for the report */
};

static _Noreturn void fail(int socket, enum stage stage, unsigned index, const char *what) {
  struct message message = {.kind = MESSAGE_FAILED, .stage = stage, .index = index, .error = errno};
  snprintf(message.detail, sizeof message.detail, "%s", what);
  message_send(socket, &message, NULL);
  _exit(1);
}

static void must_mount(struct mounting *m, const char *what, const char *to, const char *type, unsigned long flags, const char *options) {
  if (mount(what, to, type, flags, options) < 0) {
    char detail[64];
    snprintf(detail, sizeof detail, "%.20s on %.40s", type ? type : "mount", to);
    fail(m->socket, STAGE_MOUNTS, m->index, detail);
  }
  m->index++;
}

/* A read-only view with inodes of its own: locks, leases and watches on it reach no other box. */
static void mount_view(struct mounting *m, const char *of, const char *empty, const char *to, unsigned long flags) {
  char options[512];
  snprintf(options, sizeof options, "lowerdir=%s:%s", of, empty);
  must_mount(m, "overlay", to, "overlay", MS_RDONLY | MS_NOSUID | flags, options);
}

/* Where nodes cannot be made: the host's own, in a mount that keeps its restrictions and adds ours. */
static int mount_node(const char *from, const char *to) {
  int fd = sys_open_tree(AT_FDCWD, from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  int result = fd < 0 || sys_mount_set(fd, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC) < 0 ? -1 : sys_move_mount(fd, AT_FDCWD, to);
  close_fd(&fd);
  return result;
}

static void mount_system(struct mounting *m, const struct profile *profile) {
  char root[96], empty[96], from[384], to[192];
  snprintf(root, sizeof root, "%s/root", profile->skeleton);
  snprintf(empty, sizeof empty, "%s/empty", profile->skeleton);
  snprintf(from, sizeof from, "%s/skel", profile->skeleton);
  mount_view(m, from, empty, root, MS_NODEV);
  for (unsigned i = 0; i < profile->system_count; i++) {
    snprintf(to, sizeof to, "%s%s", root, profile->systems[i]);
    snprintf(from, sizeof from, "%s%s", profile->image, profile->systems[i]);
    mount_view(m, from, empty, to, MS_NODEV);
  }
  snprintf(from, sizeof from, "%s/dev", profile->skeleton);
  snprintf(to, sizeof to, "%s/dev", root);
  mount_view(m, from, empty, to, MS_NOEXEC);
  for (unsigned i = 0; rootless() && i < SKELETON_DEVICES; i++) {
    snprintf(from, sizeof from, "/dev/%s", skeleton_devices[i]);
    snprintf(to, sizeof to, "%s/dev/%s", root, skeleton_devices[i]);
    if (mount_node(from, to) < 0) fail(m->socket, STAGE_MOUNTS, m->index, to);
    m->index++;
  }
}

/*
 * One tmpfs for all that the program can write, so that one limit counts it; /box, /tmp and /dev/shm are folders of it.
 * Its root ends up covered by its own folder `tmp` and cannot be reached.
 */
static void mount_scratch(struct mounting *m, const char *root, uid_t user) {
  static const char *const folders[][2] = {{"b", "box"}, {"s", "dev/shm"}, {"t", "tmp"}};
  const unsigned long safe = MS_NOSUID | MS_NODEV;
  char base[96], from[128], to[128];
  snprintf(base, sizeof base, "%s/tmp", root);
  must_mount(m, "scratch", base, "tmpfs", safe | MS_NOEXEC, SCRATCH_OPTIONS);
  for (size_t i = 0; i < 3; i++) {
    snprintf(from, sizeof from, "%s/%s", base, folders[i][0]);
    snprintf(to, sizeof to, "%s/%s", root, folders[i][1]);
    /* The folder is minutes younger than any program: nobody can have put something else in its place. */
    if (mkdir(from, 0755) < 0 || chown(from, user, user) < 0) fail(m->socket, STAGE_SCRATCH, (unsigned)i, from);
    must_mount(m, from, to, NULL, MS_BIND, NULL);
    if (i == 0) must_mount(m, NULL, to, NULL, MS_BIND | MS_REMOUNT | safe, NULL);
  }
}

static void enter_root(struct mounting *m, const char *root) {
  if (chdir(root) < 0 || sys_pivot_root(".", ".") < 0) fail(m->socket, STAGE_MOUNTS, m->index, "pivot_root");
  if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) fail(m->socket, STAGE_MOUNTS, m->index, "leaving the host's root");
}

/* The host's own root, writable, as the attack tests want to see it when the wall is not there. */
static void mount_nothing(struct mounting *m, const char *root) {
  char path[192];
  must_mount(m, "/", root, NULL, MS_BIND | MS_REC, NULL);
  snprintf(path, sizeof path, "%s/proc", root);
  must_mount(m, "proc", path, "proc", 0, NULL);
  snprintf(path, sizeof path, "%s%s", root, BARE_BOX);
  must_mount(m, "scratch", path, "tmpfs", 0, "mode=0777");
}

/* What is of the one box: its processes, and all that can be written. */
static void mount_own(struct mounting *m, const struct box_plan *plan, const char *root) {
  char proc[128];
  snprintf(proc, sizeof proc, "%s/proc", root);
  must_mount(m, "proc", proc, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "subset=pid,hidepid=invisible");
  mount_scratch(m, root, user_of(plan));
}

static void make_mounts(const struct box_plan *plan, int socket) {
  struct mounting m = {.socket = socket};
  char root[96];
  if (plan->grounded) return mount_own(&m, plan, "");
  snprintf(root, sizeof root, "%s/root", plan->profile->skeleton);
  must_mount(&m, NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
  if (wall_stands(plan->walls, WALL_MOUNT)) {
    mount_system(&m, plan->profile);
    mount_own(&m, plan, root);
    int failed = outfit_mount(root);
    if (failed >= 0) fail(socket, STAGE_MOUNTS, m.index + (unsigned)failed, outfit->mounts[failed].target);
  } else {
    mount_nothing(&m, root);
  }
  enter_root(&m, root);
}

/* A fresh overlay knows none of its files yet: the first look at each, and at the folders on the way, is made ahead of time. */
static void visit(const struct profile *profile) {
  struct stat st;
  for (unsigned i = 0; i < profile->visit_count; i++) (void)!stat(profile->visits[i], &st);
}

void init_mold(const struct box_plan *plan, int socket) {
  struct mounting m = {.socket = socket};
  char root[96];
  snprintf(root, sizeof root, "%s/root", plan->profile->skeleton);
  must_mount(&m, NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
  mount_system(&m, plan->profile);
  enter_root(&m, root);
  visit(plan->profile);
  /* Where the kernel allows it only beside another one, as in the user namespace of a container, there can be no mold. */
  must_mount(&m, "proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "subset=pid,hidepid=invisible");
  if (umount2("/proc", MNT_DETACH) < 0) fail(socket, STAGE_MOUNTS, m.index, "/proc");
}

/* No program runs here, so no filter is needed; what is left can do nothing but wait and reap. */
static void let_go(const struct box_plan *plan, int socket) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {0};
  bool stays = !wall_stands(plan->walls, WALL_USER); /* an ordinary user without further ids */
  if ((!stays && (syscall(SYS_setgroups, 0, NULL) < 0 || setresgid(plan->init_user, plan->init_user, plan->init_user) < 0 ||
                  setresuid(plan->init_user, plan->init_user, plan->init_user) < 0)) ||
      syscall(SYS_capset, &header, none) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
    fail(socket, STAGE_USER, 0, "init lets go of its privileges");
  /* Changing ids clears it: set it again, so that the box dies with the launcher. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_DUMPABLE, 0);
}

static _Noreturn void reap_for_ever(void) {
  sigset_t children;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  for (;;) {
    while (waitpid(-1, NULL, WNOHANG) > 0) continue;
    sigwaitinfo(&children, NULL);
  }
}

_Noreturn void init_main(const struct box_plan *plan, int socket) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "cupel-init");
  /* While nobody but us is in the box: entering it is otherwise allowed to CAP_SYS_PTRACE only, which containers lack. */
  prctl(PR_SET_DUMPABLE, 1);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  make_mounts(plan, socket);
  if (!plan->grounded) visit(plan->profile);
  if (wall_stands(plan->walls, WALL_UTS) && (sethostname(plan->profile->hostname, strlen(plan->profile->hostname)) < 0 || setdomainname("", 0) < 0))
    fail(socket, STAGE_NAMESPACES, 0, "host name");
  int scratch = open(box_folder(plan->walls), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (scratch < 0) fail(socket, STAGE_SCRATCH, 0, "/box");
  struct message message = {.kind = MESSAGE_READY};
  struct message_fds fds = {.fds = {scratch}, .count = 1};
  if (message_send(socket, &message, &fds) < 0) _exit(1);
  close(scratch);
  /* The child enters by setns, which wants us as we are now; the launcher answers when it has. */
  if (message_receive(socket, &message, NULL, 0) != 1) _exit(0);
  sys_close_range(0, (unsigned)socket - 1, 0);
  let_go(plan, socket);
  /* The launcher may have died while no death signal was set: its end of the socket tells. */
  if (message_receive(socket, &message, NULL, MSG_DONTWAIT) == 0) _exit(0);
  sys_close_range(0, ~0u, 0);
  reap_for_ever();
}
