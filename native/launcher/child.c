#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "message.h"
#include "request.h"
#include "sys.h"
#include "terminal.h"
#include "walls.h"

/* What START brings: descriptors in this order, absent ones left out. */
struct run_kit {
  const struct request *request;
  int stdio[3];
  int artefact_fd;
  bool warm; /* the launcher's wish */
  char **argv, **envp;
  void *bytes; /* as they came */
  size_t length;
};

static struct request the_request;

static char *text_of(struct span span) {
  char *text = malloc(span.length + 1);
  if (!text) abort();
  memcpy(text, span.at, span.length);
  text[span.length] = 0;
  return text;
}

static char **argv_of(const struct request *request) {
  char **argv = calloc(request->arg_count + 1, sizeof *argv);
  if (!argv) abort();
  for (uint32_t i = 0; i < request->arg_count; i++) argv[i] = text_of(request->args[i]);
  return argv;
}

static bool same_name(const char *a, const char *b) {
  size_t length = strcspn(a, "=");
  return strncmp(a, b, length + 1) == 0;
}

/* The profile's environment (one string after the other, in the request's memory), then what the run sets over it. */
static char **envp_of(const struct request *request, const char *profile_env, size_t profile_bytes) {
  char **envp = calloc(PROFILE_MAX_LINES + REQUEST_MAX_ENV + 1, sizeof *envp);
  if (!envp) abort();
  size_t count = 0;
  for (size_t at = 0; at < profile_bytes; at += strlen(profile_env + at) + 1) envp[count++] = (char *)profile_env + at;
  for (uint32_t i = 0; i < request->env_count; i++) {
    char *own = text_of(request->env[i]);
    size_t place = 0;
    while (place < count && !same_name(own, envp[place])) place++;
    envp[place] = own;
    if (place == count) count++;
  }
  return envp;
}

/* The memory file holds u64 length of the profile's environment, that environment, then the RUN payload. */
static void read_kit(const struct raising *r, int request_fd, struct run_kit *kit) {
  struct stat st;
  struct refusal why;
  if (fstat(request_fd, &st) < 0) raising_failed(r, STAGE_FILES, 0, "request");
  const uint8_t *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, request_fd, 0);
  if (bytes == MAP_FAILED) raising_failed(r, STAGE_FILES, 0, "request");
  kit->bytes = (void *)bytes;
  kit->length = (size_t)st.st_size;
  size_t env_bytes = (size_t)read_u64(bytes);
  if (request_parse(bytes + 8 + env_bytes, (size_t)st.st_size - 8 - env_bytes, &the_request, &why) < 0)
    raising_failed(r, STAGE_LAUNCHER, 0, why.detail);
  kit->request = &the_request;
  kit->argv = argv_of(&the_request);
  kit->envp = envp_of(&the_request, (const char *)bytes + 8, env_bytes);
}

static void await_run(struct raising *r, struct run_kit *kit) {
  struct message message;
  struct message_fds fds;
  if (message_receive(r->socket, &message, &fds, 0) != 1) _exit(0);
  r->walls = message.walls;
  kit->warm = message.index == START_RESUMES;
  unsigned next = 1;
  read_kit(r, fds.fds[0], kit);
  the_request.waits = message.index == START_WAITS;
  for (int fd = 0; fd < 3; fd++) {
    enum stdio_kind kind = kit->request->stdio[fd].kind;
    kit->stdio[fd] = kind == STDIO_NULL || kind == STDIO_STDOUT || kind == STDIO_PTY ? -1 : fds.fds[next++];
  }
  kit->artefact_fd = kit->request->artefact ? fds.fds[next++] : -1;
  if (next != fds.count) raising_failed(r, STAGE_LAUNCHER, next, "descriptors of the run");
}

/* A mount of /box for the launcher to hold: cloned here and now, while the namespace that it belongs to lives. */
static void hand_out_box(const struct raising *r) {
  int mount_fd = sys_open_tree(AT_FDCWD, box_folder(r->walls), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  if (mount_fd < 0) raising_failed(r, STAGE_MOUNTS, 0, "a second mount of /box");
  struct message message = {.kind = MESSAGE_KEPT};
  struct message_fds fds = {.fds = {mount_fd}, .count = 1};
  if (message_send(r->socket, &message, &fds) < 0) _exit(1);
  close(mount_fd);
}

static void open_terminal(const struct raising *r, struct run_kit *kit) {
  int first = request_terminal(kit->request);
  if (first < 0) return;
  int slave = terminal_open(r, &kit->request->stdio[first]);
  for (int fd = 0; fd < 3; fd++)
    if (kit->request->stdio[fd].kind == STDIO_PTY) kit->stdio[fd] = slave;
}

static void report_ready(const struct raising *r) {
  struct message message = {.kind = MESSAGE_READY};
  if (message_send(r->socket, &message, NULL) < 0) _exit(1);
}

static bool goes_on(const struct run_kit *kit, const struct interpreter *interpreter) {
  if (!interpreter || !kit->warm || !interpreter->takes(kit->request, kit->argv)) return false;
  interpreter->prepare(kit->argv, kit->envp, &kit->request->limits);
  return true;
}

/* What exec would do of itself. The two that change what others may do to it come last, when it is nobody any more. */
static void shed_the_keeper(const struct run_kit *kit) {
  const char *base = strrchr(kit->argv[0], '/');
  munmap(kit->bytes, kit->length);
  prctl(PR_SET_NAME, base ? base + 1 : kit->argv[0]);
  prctl(PR_SET_DUMPABLE, 1);
}

static _Noreturn void become_the_program(struct raising *r, const struct numbered *numbered, int init_pidfd, const struct keeper_plan *plan) {
  struct run_kit kit;
  int listener_fd;

  const struct apart *apart = wall_namespaces(r, numbered, init_pidfd);
  report_ready(r);
  await_run(r, &kit);
  if (kit.request->keep) hand_out_box(r);
  open_terminal(r, &kit);
  bool warm = goes_on(&kit, plan->interpreter);

  const struct furnished *furnished = furnish(r, apart, kit.request, kit.artefact_fd, plan->blobs_fd);
  const struct bounded *bounded = wall_rlimits(r, furnished, &kit.request->limits);
  const struct nobody *nobody = wall_user(r, bounded);
  const struct powerless *powerless = wall_capabilities(r, nobody);
  const struct sworn *sworn = wall_no_new_privileges(r, powerless);
  const struct equipped *equipped = equip(r, sworn, kit.stdio, kit.request);
  if (warm) shed_the_keeper(&kit);
  const struct filtered *filtered = wall_seccomp(r, equipped, &listener_fd);
  if (warm) resume(r, filtered, listener_fd, plan->interpreter->run);
  execute(r, filtered, listener_fd, kit.argv, kit.envp);
}

static void answer(int socket, uint32_t kind, uint64_t number, int error) {
  struct message message = {.kind = kind, .number = number, .stage = STAGE_CLONE, .error = error};
  if (message_send(socket, &message, NULL) < 0) _exit(1);
}

/* What the C library's own fork would see to, which can neither choose a parent nor a cgroup. */
pid_t fork_interpreter(const struct interpreter *interpreter, struct clone_request *request) {
  void *robust_list = NULL;
  size_t length = 0;
  syscall(SYS_get_robust_list, 0, &robust_list, &length);
  request->flags |= CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
  request->child_tid = interpreter->thread_id;
  pid_t pid = sys_clone(request);
  if (pid == 0) syscall(SYS_set_robust_list, robust_list, length);
  return pid;
}

/* ENTER brings init's pidfd, the child's end of its socket and, with v2, the folder of the cgroup. */
static void fork_into_box(const struct keeper_plan *plan, const struct counted *counted, int socket, const struct message_fds *fds, unsigned walls) {
  struct raising r = {.socket = fds->fds[1], .walls = walls, .user = plan->user};
  /* An earlier box may have left us with its own. */
  if (!wall_stands(walls, WALL_PID) && setns(plan->home_pidns, CLONE_NEWPID) < 0) return answer(socket, MESSAGE_FAILED, 0, errno);
  const struct numbered *numbered = wall_pid(&r, counted, fds->fds[0]);
  if (!numbered) return answer(socket, MESSAGE_FAILED, 0, errno);
  struct clone_request request = {.flags = CLONE_PARENT};
  if (fds->count > 2) {
    request.flags |= CLONE_INTO_CGROUP;
    request.cgroup_fd = fds->fds[2];
  }
  pid_t pid = plan->interpreter ? fork_interpreter(plan->interpreter, &request) : sys_clone(&request);
  if (pid == 0) {
    close(socket);
    prctl(PR_SET_NAME, "cupel-child");
    become_the_program(&r, numbered, fds->fds[0], plan);
  }
  if (pid < 0) answer(socket, MESSAGE_FAILED, 0, errno);
  else answer(socket, MESSAGE_FORKED, (uint64_t)pid, 0);
}

_Noreturn void keeper_main(const struct keeper_plan *plan, int socket) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "cupel-keeper");
  struct raising r = {.socket = socket, .walls = plan->walls, .user = plan->user};
  const struct counted *counted =
      plan->procs_count ? wall_cgroup_join(&r, plan->procs_fds, plan->procs_count) : wall_cgroup_at_clone(&r);
  struct keeper_plan home = *plan;
  home.home_pidns = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
  answer(socket, MESSAGE_READY, 0, 0);
  struct message message;
  struct message_fds fds;
  while (message_receive(socket, &message, &fds, 0) == 1) {
    if (message.kind == MESSAGE_ENTER) fork_into_box(&home, counted, socket, &fds, message.walls);
    for (unsigned i = 0; i < fds.count; i++) close(fds.fds[i]);
  }
  _exit(0);
}
