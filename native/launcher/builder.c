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

/* BUILD carries the slot in `index`, the profile in `stage`, the walls, and init's end of its socket. */
static void make_init(int socket, const struct message *wish, int init_socket) {
  struct box_plan plan = {
      .profile = &boxes.profiles->list[wish->stage],
      .user = boxes.first_user + 1 + wish->index,
      .init_user = boxes.first_user,
      .walls = wish->walls,
  };
  struct clone_request request = {.flags = namespace_flags(wish->walls)};
  pid_t pid = sys_clone(&request);
  if (pid == 0) {
    close(socket);
    init_main(&plan, init_socket);
  }
  struct message answer = {.kind = pid < 0 ? MESSAGE_FAILED : MESSAGE_FORKED, .index = wish->index, .error = errno, .number = (uint64_t)pid};
  if (message_send(socket, &answer, NULL) < 0) _exit(1);
}

static _Noreturn void builder_main(int socket) {
  struct message wish;
  struct message_fds fds;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NAME, "cupel-builder");
  while (message_receive(socket, &wish, &fds, 0) == 1) {
    if (fds.count == 1) make_init(socket, &wish, fds.fds[0]);
    for (unsigned i = 0; i < fds.count; i++) close(fds.fds[i]);
  }
  _exit(0);
}

static void answered(struct watch *watch, uint32_t events) {
  struct message answer;
  (void)events;
  int result;
  while ((result = message_receive(watch->fd, &answer, NULL, MSG_DONTWAIT)) == 1)
    box_init_made(&boxes.list[answer.index], answer.kind == MESSAGE_FORKED ? (pid_t)answer.number : 0, answer.error);
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

int builder_ask(const struct box *box, int socket) {
  struct message wish = {.kind = MESSAGE_BUILD, .index = box->slot, .walls = box->plan.walls};
  struct message_fds fds = {.fds = {socket}, .count = 1};
  wish.stage = (uint32_t)(box->plan.profile - boxes.profiles->list);
  return message_send(answers.fd, &wish, &fds);
}

void builder_close(void) {
  loop_close(&answers);
  if (builder > 0) waitpid(builder, NULL, 0);
}
