#define _GNU_SOURCE
#include "builder.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box_parts.h"
#include "outfit.h"
#include "process.h"
#include "sys.h"
#include "walls.h"

static pid_t builder;
static void answered(struct watch *watch, uint32_t events);
static struct watch answers = {-1, answered};

static uint64_t namespace_flags(unsigned walls) {
  uint64_t flags = CLONE_PARENT | CLONE_NEWNS;
  if (wall_stands(walls, WALL_PID)) flags |= CLONE_NEWPID;
  if (wall_stands(walls, WALL_NETWORK)) flags |= CLONE_NEWNET;
  if (wall_stands(walls, WALL_IPC)) flags |= CLONE_NEWIPC;
  if (wall_stands(walls, WALL_UTS)) flags |= CLONE_NEWUTS;
  return flags;
}

/* Makes it where that is wished and can be. */
static bool stand_on_ground(struct ground *ground, const struct message *wish, const struct box_plan *plan) {
  if (wish->number && ground->network < 0 && ground_make(ground, plan) < 0) return false;
  if (ground->network < 0) return false;
  if (ground_enter(ground) == 0) return true;
  ground_leave();
  return false;
}

/* BUILD carries the slot in `index`, the profile in `stage`, the walls, and init's end of its socket. */
static void make_init(int socket, const struct message *wish, const struct message_fds *with) {
  struct box_plan plan = {
      .profile = &boxes.profiles->list[wish->stage],
      .user = boxes.first_user + 1 + wish->index,
      .init_user = boxes.first_user,
      .walls = wish->walls,
  };
  struct ground ground = {.network = with->count == 3 ? with->fds[1] : -1, .mold = with->count == 3 ? with->fds[2] : -1};
  plan.grounded = stand_on_ground(&ground, wish, &plan);
  struct clone_request request = {.flags = namespace_flags(wish->walls)};
  if (plan.grounded) request.flags &= ~(uint64_t)CLONE_NEWNET;
  pid_t pid = sys_clone(&request);
  if (pid == 0) {
    close(socket);
    if (plan.grounded) ground_forget(&ground);
    init_main(&plan, with->fds[0]);
  }
  struct message answer = {.kind = pid < 0 ? MESSAGE_FAILED : MESSAGE_FORKED, .index = wish->index, .error = errno, .number = (uint64_t)pid};
  if (plan.grounded) ground_leave();
  struct message_fds made = {.fds = {ground.network, ground.mold}, .count = wish->number && ground.network >= 0 ? 2 : 0};
  if (message_send(socket, &answer, &made) < 0) _exit(1);
  if (wish->number) ground_let_go(&ground);
}

static _Noreturn void builder_main(int socket) {
  struct message wish;
  struct message_fds fds;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "cupel-builder");
  while (message_receive(socket, &wish, &fds, 0) == 1) {
    if (fds.count >= 1) make_init(socket, &wish, &fds);
    for (unsigned i = 0; i < fds.count; i++) close(fds.fds[i]);
  }
  _exit(0);
}

static void answered(struct watch *watch, uint32_t events) {
  struct message answer;
  struct message_fds made;
  (void)events;
  int result;
  while ((result = message_receive(watch->fd, &answer, &made, MSG_DONTWAIT)) == 1) {
    struct box *box = &boxes.list[answer.index];
    if (made.count == 2) {
      box->ground.network = made.fds[0];
      box->ground.mold = made.fds[1];
    }
    box_init_made(box, answer.kind == MESSAGE_FORKED ? (pid_t)answer.number : 0, answer.error);
  }
  if (result < 0) return;
  /* Nobody can build any more: whoever keeps us starts us again. */
  fprintf(stderr, "cupel-launcher: the builder has ended\n");
  exit(1);
}

int builder_open(void) {
  int pair[2];
  if (message_pair(pair) < 0) return -1;
  builder = outfit ? fork() : fork_with(0, &pair[1], 1); /* an outfit is made of descriptors */
  if (builder == 0) {
    close(pair[0]); /* or it would wait for its own end */
    builder_main(pair[1]);
  }
  close(pair[1]);
  return builder < 0 ? -1 : loop_add(&answers, pair[0], EPOLLIN);
}

int builder_ask(struct box *box, int socket) {
  struct message wish = {.kind = MESSAGE_BUILD, .index = box->slot, .walls = box->plan.walls};
  struct message_fds fds = {.fds = {socket}, .count = 1};
  int state = ground_state(&box->ground, &box->plan);
  wish.number = state == GROUND_TO_MAKE;
  if (state == GROUND_THERE) {
    fds.fds[fds.count++] = box->ground.network;
    fds.fds[fds.count++] = box->ground.mold;
  }
  wish.stage = (uint32_t)(box->plan.profile - boxes.profiles->list);
  return message_send(answers.fd, &wish, &fds);
}

void builder_close(void) {
  loop_close(&answers);
  if (builder > 0) waitpid(builder, NULL, 0);
}
