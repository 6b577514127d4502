/* How a box comes into being, and what its processes say meanwhile. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "box_parts.h"
#include "builder.h"
#include "child.h"
#include "filter/filter.h"
#include "pool.h"
#include "process.h"
#include "run.h"
#include "sys.h"
#include "templates.h"

static void clone_failed(struct box *box, const char *what) {
  struct failure failure = {.stage = STAGE_CLONE, .error = errno};
  snprintf(failure.detail, sizeof failure.detail, "%s", what);
  box_failed(box, &failure);
}

static void report_failure(struct box *box, const struct message *message) {
  struct failure failure = {.stage = (enum stage)message->stage, .index = message->index, .error = message->error};
  memcpy(failure.detail, message->detail, sizeof failure.detail);
  box_failed(box, &failure);
}

static void build_further(struct box *box) {
  if (box->state != BOX_BUILDING || !box->keeper_ready || !box->keeper || !box->init_ready || !box->init) return;
  if (!box->entering && !box->program) {
    struct message message = {.kind = MESSAGE_ENTER, .walls = box->plan.walls};
    struct message_fds fds = {.fds = {box->init_exit.fd, box->child_end, box->cgroup.folders[0]}};
    fds.count = cgroups.driver && !cgroups.driver->kept ? 3 : 2;
    box->entering = true;
    if (message_send(box->keeper_socket.fd, &message, &fds) < 0) clone_failed(box, "the slot's keeper does not answer");
    return;
  }
  if (!box->child_ready || box->entering) return;
  if (box->pool) pool_reach(box);
  struct message go = {.kind = MESSAGE_READY};
  message_send(box->init_socket.fd, &go, NULL);
  if (box->pool) {
    if (pool_prepare(box) < 0) clone_failed(box, "the waiting process");
    return; /* ready when it says that it waits */
  }
  box->state = BOX_READY;
  if (box->run) run_box_ready(box->run);
}

void keeper_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, keeper_socket);
  struct message message;
  (void)events;
  int result = message_receive(watch->fd, &message, NULL, MSG_DONTWAIT);
  if (result < 0 && errno == EAGAIN) return;
  if (result <= 0) return loop_close(watch); /* its exit tells the rest */
  if (message.kind == MESSAGE_READY) {
    box->keeper_ready = true;
    box->cgroup.own_memory = 0;
    if (cgroups.driver && cgroups.driver->kept) {
      struct cgroup_use use;
      cgroups.driver->read(&box->cgroup, &use);
      box->cgroup.own_memory = use.memory_now;
      box->cgroup.last = use;
    }
  }
  box->entering = false;
  if (message.kind == MESSAGE_FORKED) {
    box->program = (pid_t)message.number;
    close_fd(&box->child_end);
    /* Our child and not yet waited for: the number cannot have been given to another process. */
    if (loop_add(&box->program_exit, sys_pidfd_open(box->program), EPOLLIN) < 0) clone_failed(box, "pidfd of the child");
    else if (box->state == BOX_ENDING) kill(box->program, SIGKILL);
  }
  if (message.kind == MESSAGE_FAILED) report_failure(box, &message);
  build_further(box);
  box_after_an_end(box);
}

void init_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, init_socket);
  struct message message;
  struct message_fds fds;
  (void)events;
  int result = message_receive(watch->fd, &message, &fds, MSG_DONTWAIT);
  if (result < 0 && errno == EAGAIN) return;
  if (result <= 0) return loop_close(watch);
  if (message.kind == MESSAGE_FAILED) return report_failure(box, &message);
  if (fds.count != 1) return;
  box->scratch_fd = fds.fds[0];
  box->init_ready = true;
  build_further(box);
}

void child_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, child_socket);
  struct message message;
  struct message_fds fds;
  (void)events;
  int result = message_receive(watch->fd, &message, &fds, MSG_DONTWAIT);
  if (result < 0 && errno == EAGAIN) return;
  if (result <= 0) return loop_close(watch); /* it has called exec, or it is dead */
  switch (message.kind) {
    case MESSAGE_READY:
      box->child_ready = true;
      return build_further(box);
    case MESSAGE_TERMINAL:
      if (!box->run || fds.count != 2) break;
      return run_terminal(box->run, fds.fds[0], fds.fds[1]);
    case MESSAGE_KEPT:
      if (fds.count != 1 || (!box->run && !box->pool)) break;
      if (box->run) run_keeps(box->run, fds.fds[0]);
      else box->pool_kept = fds.fds[0];
      return;
    case MESSAGE_EXECUTING:
      if (box->state == BOX_BUILDING && box->pool && fds.count == 1) {
        pool_boots(box);
        return (void)loop_add(&box->listener, fds.fds[0], EPOLLIN);
      }
      if (box->state != BOX_STARTING || !box->run) break;
      if (fds.count != wall_stands(box->run->walls, WALL_SECCOMP)) break; /* which the end of the child makes a fault */
      box->state = BOX_RUNNING;
      if (fds.count == 1) loop_add(&box->listener, fds.fds[0], EPOLLIN);
      box->run->warm = message.index;
      return run_executing(box->run, message.number, message.at);
    default:
      report_failure(box, &message);
  }
  for (unsigned i = 0; i < fds.count; i++) close(fds.fds[i]);
}

/* A program that does nothing but open sockets must not keep us from everybody else: past these, one in each millisecond. */
#define SOCKETS_AT_ONCE 200
#define SOCKETS_PAUSE_NS UINT64_C(1000000)

static void let_go_on(const struct box *box, uint64_t id) {
  struct seccomp_notif_resp answer = {.id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
  (void)ioctl(box->listener.fd, SECCOMP_IOCTL_NOTIF_SEND, &answer); /* or it is dead already */
}

static void note_socket(struct box *box, uint64_t id) {
  box->ground.touched = true;
  if (++box->sockets < SOCKETS_AT_ONCE) return let_go_on(box, id);
  box->socket_waits = id;
  box->listen_again_at = monotonic_ns() + SOCKETS_PAUSE_NS;
  loop_change(&box->listener, 0);
}

void box_listen_again(struct box *box) {
  box->listen_again_at = 0;
  let_go_on(box, box->socket_waits);
  loop_change(&box->listener, EPOLLIN);
}

/* The filter hands us every call in a foreign ABI, which is never answered: the box is killed. And those that make sockets. */
void filter_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, listener);
  struct seccomp_notif notification = {0};
  /* A hang-up alone: the last process under the filter is gone. Up to Linux 6.10 receiving would block for ever then. */
  if (!(events & EPOLLIN)) return loop_close(watch);
  if (ioctl(watch->fd, SECCOMP_IOCTL_NOTIF_RECV, &notification) < 0) return;
  uint32_t call = (uint32_t)notification.data.nr, architecture = notification.data.arch;
  if (filter_lets_go_on(call, architecture)) note_socket(box, notification.id);
  else if (box->run) run_forbidden(box->run, call, architecture);
}

void memory_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, oom);
  uint64_t count;
  (void)events;
  if (cgroups.driver->kept) (void)!read(watch->fd, &count, sizeof count);
  if (box->run) run_out_of_memory(box->run);
}

/* The keeper will come as our child, by way of its template. */
static int ask_for_keeper(struct box *box, struct template *template) {
  int pair[2];
  if (message_pair(pair) < 0) return -1;
  int result = template_ask(template, box, pair[1]);
  close(pair[1]);
  if (result < 0) return close(pair[0]), -1;
  box->template = template;
  box->generation = template->generation;
  box->awaiting_keeper = true;
  return loop_add(&box->keeper_socket, pair[0], EPOLLIN);
}

static int start_keeper(struct box *box, struct template *template) {
  int pair[2], keep[2 + CGROUP_MAX_HIERARCHIES], kept = 0;
  bool joins = cgroups.driver && cgroups.driver->kept && wall_stands(boxes.host_walls, WALL_CGROUP);
  if (joins && !box->cgroup.made && cgroup_make(&box->cgroup, box->slot) < 0) return -1;
  if (template && template_ready(template) && ask_for_keeper(box, template) == 0) return 0;
  box->template = NULL;
  if (message_pair(pair) < 0) return -1;
  keep[kept++] = pair[1];
  keep[kept++] = boxes.blobs_fd;
  for (unsigned i = 0; joins && i < cgroups.hierarchies; i++) keep[kept++] = box->cgroup.procs[i];
  box->keeper = fork_with(0, keep, (unsigned)kept);
  if (box->keeper == 0) {
    struct keeper_plan plan = {.user = box->plan.user, .walls = boxes.host_walls, .blobs_fd = boxes.blobs_fd};
    plan.procs_fds = box->cgroup.procs;
    plan.procs_count = joins ? cgroups.hierarchies : 0;
    keeper_main(&plan, pair[1]);
  }
  close(pair[1]);
  if (box->keeper < 0) return box->keeper = 0, close(pair[0]), -1;
  loop_add(&box->keeper_socket, pair[0], EPOLLIN);
  return loop_add(&box->keeper_exit, sys_pidfd_open(box->keeper), EPOLLIN);
}

static int start_init(struct box *box) {
  int pair[2], child[2];
  if (message_pair(pair) < 0) return -1;
  int result = builder_ask(box, pair[1]);
  close(pair[1]);
  if (result < 0) return close(pair[0]), -1;
  box->awaiting_init = true;
  if (loop_add(&box->init_socket, pair[0], EPOLLIN) < 0 || message_pair(child) < 0) return -1;
  box->child_end = child[1];
  return loop_add(&box->child_socket, child[0], EPOLLIN);
}

void box_init_made(struct box *box, pid_t pid, int error) {
  box->awaiting_init = false;
  box->init = pid;
  errno = error;
  if (pid == 0 || loop_add(&box->init_exit, sys_pidfd_open(pid), EPOLLIN) < 0) clone_failed(box, "init of the box");
  /* Ended while it was being made. */
  if (box->state == BOX_ENDING && pid) kill(pid, SIGKILL);
  build_further(box);
  box_after_an_end(box);
}

/* Nobody notices: the box is built as if there had never been a template. */
static void do_without_template(struct box *box) {
  box->keeper_ready = box->entering = false;
  loop_close(&box->keeper_socket);
  if (box->state == BOX_BUILDING && start_keeper(box, NULL) < 0) clone_failed(box, "the slot's keeper or its cgroups");
}

void box_keeper_made(struct box *box, pid_t pid) {
  box->awaiting_keeper = false;
  box->keeper = pid;
  if (pid == 0) {
    do_without_template(box);
  } else if (loop_add(&box->keeper_exit, sys_pidfd_open(pid), EPOLLIN) < 0) {
    clone_failed(box, "pidfd of the slot's keeper");
  }
  build_further(box);
  box_after_an_end(box);
}

bool box_lost_template(struct box *box) {
  /* One that died while it forked may have left a child behind. */
  if (!box->template || box->state != BOX_BUILDING || box->program || box->entering) return false;
  do_without_template(box);
  return true;
}

void box_build(struct box *box, const struct profile *profile, unsigned walls, struct template *template, struct kind *kind) {
  box->state = BOX_BUILDING;
  box->plan.profile = profile;
  box->plan.walls = walls;
  box->init_ready = box->child_ready = box->entering = false;
  box->status = 0;
  box->sockets = 0;
  box->listen_again_at = 0;
  box->pool = kind;
  box->pool_unwanted = false;
  box->pool_since = monotonic_ns();
  if (kind) memcpy(buffer_extend(&box->pool_key, kind->key.length), kind->key.bytes, kind->key.length);
  if (!box->keeper && start_keeper(box, template) < 0) return clone_failed(box, "the slot's keeper or its cgroups");
  bool fresh = cgroups.driver && !cgroups.driver->kept;
  if (fresh && cgroup_make(&box->cgroup, box->slot) < 0) return clone_failed(box, "the box's cgroup");
  if (start_init(box) < 0) return clone_failed(box, "init of the box");
  if (cgroups.driver && box->cgroup.made && loop_add(&box->oom, dup(box->cgroup.oom_fd), fresh ? EPOLLPRI : EPOLLIN) < 0)
    clone_failed(box, "the memory events");
}
