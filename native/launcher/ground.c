#define _GNU_SOURCE
#include "ground.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "message.h"
#include "outfit.h"
#include "process.h"
#include "rootless.h"
#include "sys.h"

static int home_network = -1, home_mounts = -1; /* the builder's */
static bool impossible;

/* With a wall left out, nobody tells what a program has done, or the tree is another one. And not where it has not been tried: under
   cgroup version 2, where the test's machine was too slow for an answer. */
int ground_state(struct ground *ground, const struct box_plan *plan) {
  const unsigned all = (1u << WALL_COUNT) - 1;
  ground->touched = false;
  bool tried = cgroups.driver && cgroups.driver->kept;
  if (plan->walls != all || outfit || rootless() || !tried) return ground_let_go(ground), GROUND_UNFIT;
  if (ground->network >= 0 && ground->profile == plan->profile) return GROUND_THERE;
  ground_let_go(ground);
  ground->profile = plan->profile;
  return ground->worth ? GROUND_TO_MAKE : GROUND_UNFIT;
}

void ground_rest(struct ground *ground) {
  ground->worth = !ground->touched;
  if (ground->touched) ground_let_go(ground);
}

void ground_let_go(struct ground *ground) {
  close_fd(&ground->network);
  close_fd(&ground->mold);
}

/* The namespace lives on in its descriptor. */
static _Noreturn void mold_main(const struct box_plan *plan, int socket) {
  struct message message = {.kind = MESSAGE_READY};
  struct message_fds fds = {.fds = {open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC)}, .count = 1};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  init_mold(plan, socket);
  _exit(fds.fds[0] < 0 || message_send(socket, &message, &fds) < 0);
}

static int make_mold(const struct box_plan *plan) {
  int pair[2];
  struct message message;
  struct message_fds fds = {.count = 0};
  if (message_pair(pair) < 0) return -1;
  pid_t molder = fork_with(CLONE_NEWNS, &pair[1], 1);
  if (molder == 0) mold_main(plan, pair[1]);
  close(pair[1]);
  int result = molder > 0 ? message_receive(pair[0], &message, &fds, 0) : -1;
  close(pair[0]);
  if (molder > 0) waitpid(molder, NULL, 0);
  if (result == 1 && message.kind == MESSAGE_FAILED) fprintf(stderr, "cupel-launcher: boxes are built each by itself: %s\n", message.detail);
  return fds.count == 1 ? fds.fds[0] : -1;
}

int ground_make(struct ground *ground, const struct box_plan *plan) {
  if (home_mounts < 0) {
    home_network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    home_mounts = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  }
  if (impossible || home_network < 0 || home_mounts < 0) return -1;
  ground->mold = make_mold(plan);
  if (ground->mold >= 0 && unshare(CLONE_NEWNET) == 0) ground->network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  impossible = ground->network < 0;
  if (impossible) ground_leave();
  return impossible ? -1 : 0;
}

int ground_enter(const struct ground *ground) {
  return setns(ground->network, CLONE_NEWNET) < 0 || setns(ground->mold, CLONE_NEWNS) < 0 ? -1 : 0;
}

void ground_leave(void) {
  /* Builders make what strangers run in: one that does not know where it is makes no more. */
  if (setns(home_network, CLONE_NEWNET) < 0 || setns(home_mounts, CLONE_NEWNS) < 0) _exit(1);
}

void ground_forget(struct ground *ground) {
  ground_let_go(ground);
  close_fd(&home_network);
  close_fd(&home_mounts);
}
