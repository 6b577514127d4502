/* How a box ends: its processes die, its run hears of it, its slot becomes fit for the next. */
#define _GNU_SOURCE
#include "box.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box_parts.h"
#include "pool.h"
#include "run.h"
#include "sys.h"
#include "templates.h"

#define SETTLE_AGAIN_NS UINT64_C(5000000)
#define REFILL_PAUSE_NS UINT64_C(1000000000)

static bool reap(pid_t pid, struct watch *exit_watch, int *status, struct rusage *rusage) {
  if (wait4(pid, status, WNOHANG, rusage) != pid) return false;
  loop_close(exit_watch);
  return true;
}

void box_after_an_end(struct box *box) {
  if (box->state != BOX_ENDING || box->init || box->program || box->entering || box->awaiting_init || box->awaiting_keeper) return;
  loop_close(&box->init_socket);
  loop_close(&box->child_socket);
  loop_close(&box->listener);
  loop_close(&box->oom);
  close_fd(&box->child_end);
  box->state = BOX_SETTLING;
  if (box->run) run_box_gone(box->run);
  else box_put_back(box, false);
}

void init_exited(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, init_exit);
  int status;
  (void)events;
  if (!reap(box->init, watch, &status, NULL)) return;
  box->init = 0;
  if (box->state != BOX_ENDING) {
    struct failure failure = {.stage = STAGE_LAUNCHER, .error = 0, .detail = "init of the box has ended"};
    box_failed(box, &failure);
  }
  box_after_an_end(box);
}

void program_exited(struct watch *watch, uint32_t events) {
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
  box_after_an_end(box);
}

void keeper_exited(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, keeper_exit);
  int status;
  (void)events;
  if (!reap(box->keeper, watch, &status, NULL)) return;
  box->keeper = 0;
  if (box_lost_template(box)) return;
  box->keeper_ready = box->entering = false;
  loop_close(&box->keeper_socket);
  if (box->state == BOX_SETTLING) return box_settle(box);
  if (box->state == BOX_BUILDING) {
    struct failure failure = {.stage = STAGE_CGROUP, .error = 0, .detail = "the slot's keeper has ended"};
    box_failed(box, &failure);
  }
  box_after_an_end(box);
}

void box_end(struct box *box) {
  if (box->state == BOX_COLD || box->state == BOX_ENDING || box->state == BOX_SETTLING) return;
  box->state = BOX_ENDING;
  box->ending_since = monotonic_ns();
  /* Killing process 1 of a PID namespace kills all others in it, and its end is seen only when they are gone. By number:
     they are our children and not waited for yet, so the numbers are theirs. */
  if (box->init) kill(box->init, SIGKILL);
  if (box->program) kill(box->program, SIGKILL);
  box_after_an_end(box);
}

bool box_is_old(const struct box *box) { return box->keeper && box->template && box->generation != box->template->generation; }

void box_dismiss(struct box *box) {
  box->pool_unwanted = true;
  box_end(box);
}

void box_failed(struct box *box, const struct failure *failure) {
  box->ground.touched = true; /* it may be what is at fault */
  if (box->run) run_failed(box->run, failure);
  else {
    boxes.refill_after = monotonic_ns() + REFILL_PAUSE_NS;
    fprintf(stderr, "cupel-launcher: a box could not be built: stage %d[%u] %s: %s\n", failure->stage, failure->index, failure->detail,
            strerror(failure->error));
  }
  box_end(box);
}

/* Settling: towards COLD, with the keeper and its cgroups where they can serve again. */

static void settled(struct box *box) {
  box->state = BOX_COLD;
  box->settle_at = 0;
  box->idle_since = monotonic_ns();
}

void box_settle(struct box *box) {
  if (box->keeper && box->keeper_socket.fd < 0) return; /* asked to end; its exit calls again */
  if (cgroup_remove(&box->cgroup) == 0) return settled(box);
  box->settle_at = monotonic_ns() + SETTLE_AGAIN_NS;
}

void box_retire(struct box *box) {
  box->state = BOX_SETTLING;
  ground_let_go(&box->ground);
  loop_close(&box->keeper_socket); /* which ends it */
  box_settle(box);
}

void box_put_back(struct box *box, bool retire) {
  pool_leave(box);
  box->run = NULL;
  close_fd(&box->scratch_fd);
  ground_rest(&box->ground);
  if (!cgroups.driver || !cgroups.driver->kept) return box_settle(box);
  if (!box->keeper || retire || box_is_old(box)) return box_retire(box);
  cgroups.driver->rest(&box->cgroup);
  settled(box);
}
