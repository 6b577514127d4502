#define _GNU_SOURCE
#include "box.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "run.h"
#include "sys.h"

#define SETTLE_AGAIN_NS UINT64_C(5000000)
#define LATE_NS UINT64_C(200000000) /* for the end of a box that has been killed */
#define REFILL_PAUSE_NS UINT64_C(1000000000)

struct boxes boxes;

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* The pipes of other runs must not live on in a process of ours: their readers would never see the end. */
static void keep_only(const int *keep, unsigned count) {
  int sorted[16];
  memcpy(sorted, keep, count * sizeof *keep);
  qsort(sorted, count, sizeof *sorted, by_number);
  unsigned from = 3;
  for (unsigned i = 0; i < count; i++) {
    if (sorted[i] < 0) continue;
    if ((unsigned)sorted[i] > from) sys_close_range(from, (unsigned)sorted[i] - 1, 0);
    from = (unsigned)sorted[i] + 1;
  }
  sys_close_range(from, ~0u, 0);
}

pid_t fork_with(uint64_t clone_flags, const int *keep, unsigned keep_count) {
  struct clone_request request = {.flags = clone_flags, .signal = SIGCHLD};
  pid_t pid = sys_clone(&request);
  if (pid == 0) keep_only(keep, keep_count);
  return pid;
}

static void clone_failed(struct box *box, const char *what) {
  struct failure failure = {.stage = STAGE_CLONE, .error = errno};
  snprintf(failure.detail, sizeof failure.detail, "%s", what);
  box_failed(box, &failure);
}

/* Ends of the box's own processes. */

static bool reap(pid_t pid, struct watch *exit_watch, int *status, struct rusage *rusage) {
  if (wait4(pid, status, WNOHANG, rusage) != pid) return false;
  loop_close(exit_watch);
  return true;
}

static void settle(struct box *box);

static void after_an_end(struct box *box) {
  if (box->state != BOX_ENDING || box->init || box->program || box->entering) return;
  loop_close(&box->init_socket);
  loop_close(&box->child_socket);
  loop_close(&box->listener);
  loop_close(&box->oom);
  close_fd(&box->child_end);
  box->state = BOX_SETTLING;
  if (box->run) run_box_gone(box->run);
  else box_put_back(box, false);
}

static void init_exited(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, init_exit);
  int status;
  (void)events;
  if (!reap(box->init, watch, &status, NULL)) return;
  box->init = 0;
  if (box->state != BOX_ENDING) {
    struct failure failure = {.stage = STAGE_LAUNCHER, .error = 0, .detail = "init of the box has ended"};
    box_failed(box, &failure);
  }
  after_an_end(box);
}

static void child_spoke(struct watch *watch, uint32_t events);

static void program_exited(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, program_exit);
  /* A short program may be over before we have read what its child said last: first things first. */
  for (int waiting = 1; waiting && box->child_socket.fd >= 0;) {
    child_spoke(&box->child_socket, events);
    char next;
    waiting = box->child_socket.fd >= 0 && recv(box->child_socket.fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
  }
  if (!reap(box->program, watch, &box->status, &box->rusage)) return;
  box->program = 0;
  if (box->run) run_program_ended(box->run);
  box_end(box);
  after_an_end(box);
}

static void keeper_exited(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, keeper_exit);
  int status;
  (void)events;
  if (!reap(box->keeper, watch, &status, NULL)) return;
  box->keeper = 0;
  box->keeper_ready = box->entering = false;
  loop_close(&box->keeper_socket);
  if (box->state == BOX_SETTLING) return settle(box);
  if (box->state == BOX_BUILDING) {
    struct failure failure = {.stage = STAGE_CGROUP, .error = 0, .detail = "the slot's keeper has ended"};
    box_failed(box, &failure);
  }
  after_an_end(box);
}

void box_end(struct box *box) {
  if (box->state == BOX_COLD || box->state == BOX_ENDING || box->state == BOX_SETTLING) return;
  box->state = BOX_ENDING;
  box->ending_since = monotonic_ns();
  /* Killing process 1 of a PID namespace kills all others in it, and its end is seen only when they are gone. By number:
     they are our children and not waited for yet, so the numbers are theirs. */
  if (box->init) kill(box->init, SIGKILL);
  if (box->program) kill(box->program, SIGKILL);
  after_an_end(box);
}

void box_failed(struct box *box, const struct failure *failure) {
  if (box->run) run_failed(box->run, failure);
  else {
    boxes.refill_after = monotonic_ns() + REFILL_PAUSE_NS;
    fprintf(stderr, "cupel-launcher: a box could not be built: stage %d[%u] %s: %s\n", failure->stage, failure->index, failure->detail,
            strerror(failure->error));
  }
  box_end(box);
}

static void report_failure(struct box *box, const struct message *message) {
  struct failure failure = {.stage = (enum stage)message->stage, .index = message->index, .error = message->error};
  memcpy(failure.detail, message->detail, sizeof failure.detail);
  box_failed(box, &failure);
}

/* Building. */

static void build_further(struct box *box) {
  if (box->state != BOX_BUILDING || !box->keeper_ready || !box->init_ready) return;
  if (!box->entering && !box->program) {
    struct message message = {.kind = MESSAGE_ENTER, .walls = box->plan.walls};
    struct message_fds fds = {.fds = {box->init_exit.fd, box->child_end, box->cgroup.folders[0]}};
    fds.count = cgroups.driver && !cgroups.driver->kept ? 3 : 2;
    box->entering = true;
    if (message_send(box->keeper_socket.fd, &message, &fds) < 0) clone_failed(box, "the slot's keeper does not answer");
    return;
  }
  if (!box->child_ready || box->entering) return;
  struct message go = {.kind = MESSAGE_READY};
  message_send(box->init_socket.fd, &go, NULL);
  box->state = BOX_READY;
  if (box->run) run_box_ready(box->run);
}

static void keeper_spoke(struct watch *watch, uint32_t events) {
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
  after_an_end(box);
}

static void init_spoke(struct watch *watch, uint32_t events) {
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

static void child_spoke(struct watch *watch, uint32_t events) {
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
    case MESSAGE_KEPT:
      if (box->run && fds.count == 1) run_keeps(box->run, fds.fds[0]);
      break;
    case MESSAGE_EXECUTING:
      if (box->state != BOX_STARTING || !box->run) break;
      if (fds.count != wall_stands(box->run->walls, WALL_SECCOMP)) break; /* which the end of the child makes a fault */
      box->state = BOX_RUNNING;
      if (fds.count == 1) loop_add(&box->listener, fds.fds[0], EPOLLIN);
      return run_executing(box->run, message.number, message.at);
    default:
      report_failure(box, &message);
  }
  for (unsigned i = 0; i < fds.count; i++) close(fds.fds[i]);
}

/* The filter hands us every call in a foreign ABI. It is never answered: the box is killed. */
static void filter_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, listener);
  struct seccomp_notif notification = {0};
  /* A hang-up alone: the last process under the filter is gone. Up to Linux 6.10 receiving would block for ever then. */
  if (!(events & EPOLLIN)) return loop_close(watch);
  if (ioctl(watch->fd, SECCOMP_IOCTL_NOTIF_RECV, &notification) == 0 && box->run)
    run_forbidden(box->run, (uint32_t)notification.data.nr, notification.data.arch);
}

static void memory_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, oom);
  uint64_t count;
  (void)events;
  if (cgroups.driver->kept) (void)!read(watch->fd, &count, sizeof count);
  if (box->run) run_out_of_memory(box->run);
}

static int start_keeper(struct box *box) {
  int pair[2], keep[2 + CGROUP_MAX_HIERARCHIES], kept = 0;
  bool joins = cgroups.driver && cgroups.driver->kept && wall_stands(boxes.host_walls, WALL_CGROUP);
  if (joins && cgroup_make(&box->cgroup, box->slot) < 0) return -1;
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

static uint64_t namespace_flags(unsigned walls) {
  uint64_t flags = CLONE_NEWNS;
  if (wall_stands(walls, WALL_PID)) flags |= CLONE_NEWPID;
  if (wall_stands(walls, WALL_NETWORK)) flags |= CLONE_NEWNET;
  if (wall_stands(walls, WALL_IPC)) flags |= CLONE_NEWIPC;
  if (wall_stands(walls, WALL_UTS)) flags |= CLONE_NEWUTS;
  return flags;
}

static int start_init(struct box *box) {
  int pair[2], child[2];
  if (message_pair(pair) < 0) return -1;
  box->init = fork_with(namespace_flags(box->plan.walls), &pair[1], 1);
  if (box->init == 0) init_main(&box->plan, pair[1]);
  close(pair[1]);
  if (box->init < 0) return box->init = 0, close(pair[0]), -1;
  loop_add(&box->init_socket, pair[0], EPOLLIN);
  if (loop_add(&box->init_exit, sys_pidfd_open(box->init), EPOLLIN) < 0 || message_pair(child) < 0) return -1;
  box->child_end = child[1];
  return loop_add(&box->child_socket, child[0], EPOLLIN);
}

static void build(struct box *box, const struct profile *profile, unsigned walls) {
  box->state = BOX_BUILDING;
  box->plan.profile = profile;
  box->plan.walls = walls;
  box->init_ready = box->child_ready = box->entering = false;
  box->status = 0;
  if (!box->keeper && start_keeper(box) < 0) return clone_failed(box, "the slot's keeper or its cgroups");
  bool fresh = cgroups.driver && !cgroups.driver->kept;
  if (fresh && cgroup_make(&box->cgroup, box->slot) < 0) return clone_failed(box, "the box's cgroup");
  if (start_init(box) < 0) return clone_failed(box, "init of the box");
  if (cgroups.driver && box->cgroup.made && loop_add(&box->oom, dup(box->cgroup.oom_fd), fresh ? EPOLLPRI : EPOLLIN) < 0)
    clone_failed(box, "the memory events");
}

/* The best that there is for such a run: 3 waits ready, 2 is being built, 1 is cold with a keeper, 0 is none. */
static int fitness(const struct box *box, const struct profile *profile, unsigned walls) {
  if (box->run) return 0;
  if (box->state == BOX_COLD) return box->keeper ? 2 : 1;
  bool fits = box->plan.profile == profile && box->plan.walls == walls;
  return !fits ? 0 : box->state == BOX_READY ? 4 : box->state == BOX_BUILDING ? 3 : 0;
}

struct box *box_take(struct run *run, const struct profile *profile, unsigned walls) {
  struct box *best = NULL;
  int best_fitness = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    int fit = fitness(&boxes.list[i], profile, walls);
    if (fit > best_fitness) best = &boxes.list[i];
    if (fit > best_fitness) best_fitness = fit;
  }
  if (!best) return NULL;
  best->run = run;
  run->box = best;
  run->prebuilt = best->state == BOX_READY;
  if (best->state == BOX_COLD) build(best, profile, walls);
  return best;
}

unsigned boxes_free(const struct profile *profile, unsigned walls) {
  struct box *misfit = NULL;
  unsigned free_boxes = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    free_boxes += fitness(&boxes.list[i], profile, walls) > 0;
    if (boxes.list[i].state == BOX_READY && !boxes.list[i].run) misfit = &boxes.list[i];
  }
  if (free_boxes == 0 && misfit) box_end(misfit);
  return free_boxes;
}

/* Not while a run is being started: that would make it wait for the sake of one that has not come yet. */
void boxes_refill(void) {
  const unsigned all = (1u << WALL_COUNT) - 1;
  unsigned waiting = 0;
  if (boxes.host_walls != all || (boxes.refill_after && monotonic_ns() < boxes.refill_after)) return;
  for (unsigned i = 0; i < boxes.count; i++) {
    const struct box *box = &boxes.list[i];
    if (box->state == BOX_STARTING || (box->run && box->state < BOX_STARTING && box->state != BOX_COLD)) return;
    waiting += !box->run && (box->state == BOX_BUILDING || box->state == BOX_READY);
  }
  for (unsigned i = 0; i < boxes.count && waiting < boxes.spare; i++) {
    if (boxes.list[i].state != BOX_COLD) continue;
    build(&boxes.list[i], &boxes.profiles->list[0], boxes.host_walls);
    waiting++;
  }
}

/* Settling: towards COLD, with the keeper and its cgroups where they can serve again. */

static void settled(struct box *box) {
  box->state = BOX_COLD;
  box->settle_at = 0;
}

static void settle(struct box *box) {
  if (box->keeper && (!cgroups.driver || !cgroups.driver->kept)) {
    if (cgroup_remove(&box->cgroup) == 0) return settled(box);
  } else if (box->keeper) {
    return; /* asked to end; its exit calls again */
  } else if (cgroup_remove(&box->cgroup) == 0) {
    return settled(box);
  }
  box->settle_at = monotonic_ns() + SETTLE_AGAIN_NS;
}

void box_put_back(struct box *box, bool retire) {
  box->run = NULL;
  close_fd(&box->scratch_fd);
  bool kept = cgroups.driver && cgroups.driver->kept;
  if (kept && box->keeper && !retire) {
    cgroups.driver->rest(&box->cgroup);
    return settled(box);
  }
  if (kept && box->keeper) loop_close(&box->keeper_socket); /* which ends it */
  settle(box);
}

static uint64_t deadline_of(const struct box *box) {
  return box->state == BOX_ENDING ? box->ending_since + LATE_NS : box->settle_at;
}

uint64_t boxes_deadline(void) {
  uint64_t earliest = boxes.refill_after;
  for (unsigned i = 0; i < boxes.count; i++) {
    uint64_t at = deadline_of(&boxes.list[i]);
    if (at && (!earliest || at < earliest)) earliest = at;
  }
  return earliest;
}

static bool reap_known(pid_t pid) {
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (pid == box->keeper) return keeper_exited(&box->keeper_exit, 0), true;
    if (pid == box->init) return init_exited(&box->init_exit, 0), true;
    if (pid == box->program) return program_exited(&box->program_exit, 0), true;
  }
  return false;
}

/*
 * A child that nobody told us of (its keeper died in between), or whose pidfd could not be had, stays a zombie; and while
 * there is one in a box, the end of the box's init waits for it.
 */
static void reap_all(void) {
  siginfo_t info = {0};
  for (int left = 1000; left && waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid; left--) {
    if (!reap_known(info.si_pid)) waitpid(info.si_pid, NULL, WNOHANG);
    info.si_pid = 0;
  }
}

void boxes_tick(uint64_t now) {
  bool late = false;
  if (boxes.refill_after && now >= boxes.refill_after) boxes.refill_after = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (!deadline_of(box) || deadline_of(box) > now) continue;
    late |= box->state == BOX_ENDING;
    if (box->state == BOX_ENDING) {
      box->ending_since = now;
    } else {
      box->settle_at = 0;
      settle(box);
    }
  }
  if (late) reap_all();
}

void boxes_close(void) {
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (box->init) kill(box->init, SIGKILL);
    if (box->program) kill(box->program, SIGKILL);
    if (box->keeper) kill(box->keeper, SIGKILL);
  }
  while (wait(NULL) > 0 || errno == EINTR) continue;
  for (unsigned i = 0; i < boxes.count; i++) cgroup_remove(&boxes.list[i].cgroup);
}

unsigned boxes_in(enum box_state state) {
  unsigned count = 0;
  for (unsigned i = 0; i < boxes.count; i++) count += boxes.list[i].state == state;
  return count;
}

unsigned boxes_processes(void) {
  unsigned count = 0;
  for (unsigned i = 0; i < boxes.count; i++) count += (boxes.list[i].keeper != 0) + (boxes.list[i].init != 0);
  return count;
}

int boxes_open(unsigned count, unsigned spare, const struct profiles *profiles, uid_t first_user, int blobs_fd) {
  boxes.list = calloc(count, sizeof *boxes.list);
  if (!boxes.list) return -1;
  boxes.count = count;
  boxes.spare = spare;
  boxes.profiles = profiles;
  boxes.first_user = first_user;
  boxes.blobs_fd = blobs_fd;
  for (unsigned i = 0; i < count; i++) {
    struct box *box = &boxes.list[i];
    *box = (struct box){.slot = i, .scratch_fd = -1, .child_end = -1};
    box->plan = (struct box_plan){.user = first_user + 1 + i, .init_user = first_user};
    box->cgroup.oom_fd = -1;
    box->keeper_socket = (struct watch){-1, keeper_spoke};
    box->keeper_exit = (struct watch){-1, keeper_exited};
    box->init_socket = (struct watch){-1, init_spoke};
    box->init_exit = (struct watch){-1, init_exited};
    box->child_socket = (struct watch){-1, child_spoke};
    box->program_exit = (struct watch){-1, program_exited};
    box->listener = (struct watch){-1, filter_spoke};
    box->oom = (struct watch){-1, memory_spoke};
  }
  return 0;
}
