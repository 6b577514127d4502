/* Handing a run to the child that waits in a box: descriptors, request, limits. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "artefact.h"
#include "describe.h"
#include "equip.h"
#include "pool.h"
#include "start.h"
#include "sys.h"

typedef int link_pipes[LINK_MAX][2];

int start_failed(struct run *run, enum stage stage, const char *what) {
  struct failure failure = {.stage = stage, .error = errno};
  snprintf(failure.detail, sizeof failure.detail, "%s", what);
  run_failed(run, &failure);
  return -1;
}

int start_pipe(const struct box *box, int fd, struct ends *ends) {
  int pair[2];
  uid_t user = user_of(&box->plan);
  if (pipe2(pair, O_CLOEXEC) < 0) return -1;
  ends->child[fd] = pair[fd == 0 ? 0 : 1];
  ends->ours[fd] = pair[fd == 0 ? 1 : 0];
  return fchown(ends->child[fd], user, user) < 0 || fcntl(ends->ours[fd], F_SETFL, O_NONBLOCK) < 0 ? -1 : 0;
}

static int open_ends(struct run *run, link_pipes links, struct ends *ends) {
  for (int fd = 0; fd < 3; fd++) ends->child[fd] = ends->ours[fd] = -1;
  for (int fd = 0; fd < 3; fd++) {
    const struct request_stdio *io = &run->request.stdio[fd];
    if ((io->kind == STDIO_PIPE || io->kind == STDIO_BLOB) && start_pipe(run->box, fd, ends) < 0) return -1;
    if (io->kind != STDIO_LINK) continue;
    int *end = &links[io->link][fd == 0 ? 0 : 1];
    ends->child[fd] = *end;
    *end = -1;
  }
  return 0;
}

int start_request(const struct profile *profile, const void *payload, size_t payload_length) {
  char env[8192];
  uint8_t length[8];
  size_t used = 0;
  for (unsigned i = 0; i < profile->env_count; i++) {
    size_t size = strlen(profile->env[i]) + 1;
    if (used + size > sizeof env) return errno = E2BIG, -1;
    memcpy(env + used, profile->env[i], size);
    used += size;
  }
  write_u64(length, used);
  int fd = memfd_create("cupel-run", MFD_CLOEXEC);
  struct iovec parts[] = {{length, sizeof length}, {env, used}, {(void *)payload, payload_length}};
  if (fd >= 0 && writev(fd, parts, 3) != (ssize_t)(sizeof length + used + payload_length)) close_fd(&fd);
  return fd;
}

int start_counting(struct run *run) {
  /* Where the attack tests leave the wall out, the limits of the run before must go as well. */
  static const struct limits none = {.memory = UINT64_C(1) << 50, .processes = 1000000, .cores = 1000000};
  struct cgroup *group = &run->box->cgroup;
  if (!cgroups.driver || !group->made) return 0;
  if (cgroups.driver->limit(group, wall_stands(run->walls, WALL_CGROUP) ? &run->request.limits : &none) < 0) return -1;
  cgroups.driver->begin(group);
  return 0;
}

static int send_start(struct run *run, const struct ends *ends, int request_fd, int artefact_fd) {
  struct message message = {.kind = MESSAGE_START, .walls = run->walls};
  message.index = run->template && run->box->template == run->template ? START_RESUMES : START_EXECUTES;
  struct message_fds fds = {.fds = {request_fd}, .count = 1};
  for (int fd = 0; fd < 3; fd++)
    if (ends->child[fd] >= 0) fds.fds[fds.count++] = ends->child[fd];
  if (artefact_fd >= 0) fds.fds[fds.count++] = artefact_fd;
  return message_send(run->box->child_socket.fd, &message, &fds);
}

void start_streams(struct run *run, const struct ends *ends) {
  const struct limits *limits = &run->request.limits;
  stream_open(&run->out[0], run, 1, ends->ours[1], limits->stdout_bytes);
  stream_open(&run->out[1], run, 2, ends->ours[2], limits->stderr_bytes);
  if (ends->ours[0] < 0) return;
  input_open(&run->input, ends->ours[0]);
}

static void start_with(struct run *run, link_pipes links) {
  struct ends ends;
  run->box->state = BOX_STARTING;
  host_pressure(&run->steal_before, &run->pressure_before);
  int request_fd = -1, artefact_fd = -1, result = open_ends(run, links, &ends);
  if (result < 0) start_failed(run, STAGE_STDIO, "pipes");
  if (result == 0 && (result = start_counting(run)) < 0) start_failed(run, STAGE_CGROUP, "limits");
  if (result == 0 && run->request.artefact && (result = artefact_fd = artefact_mount(run->request.artefact)) < 0)
    start_failed(run, STAGE_MOUNTS, "artefact");
  bool blob = run->request.stdio[0].kind == STDIO_BLOB;
  if (result >= 0 && blob && (result = run->input.blob_fd = open_blob(boxes.blobs_fd, run->request.stdio[0].blob)) < 0)
    start_failed(run, STAGE_STDIO, "the blob for stdin");
  if (result >= 0 && (result = request_fd = start_request(run->profile, run->payload, run->payload_length)) < 0) start_failed(run, STAGE_LAUNCHER, "request");
  if (result >= 0 && (result = send_start(run, &ends, request_fd, artefact_fd)) < 0) start_failed(run, STAGE_LAUNCHER, "the waiting child");
  for (int fd = 0; fd < 3; fd++) close_fd(&ends.child[fd]);
  close_fd(&request_fd);
  close_fd(&artefact_fd);
  start_streams(run, &ends);
}

void run_start(struct run *run) {
  if (run->box->pool) return pool_start(run);
  link_pipes none; /* links are refused outside a group */
  start_with(run, none);
}

/* One end each may be in different boxes, whose users differ: both may open what they have as /dev/stdin or /dev/stdout. */
static int open_links(const struct group *group, link_pipes links) {
  for (unsigned link = 0; link < LINK_MAX; link++) links[link][0] = links[link][1] = -1;
  for (unsigned m = 0; m < group->count; m++) {
    const struct request_stdio *io = &group->members[m]->request.stdio[0];
    if (io->kind == STDIO_LINK && (pipe2(links[io->link], O_CLOEXEC) < 0 || fchmod(links[io->link][0], 0666) < 0)) return -1;
  }
  return 0;
}

void group_start(struct group *group) {
  link_pipes links;
  int result = open_links(group, links);
  for (unsigned m = 0; m < group->count; m++) {
    struct run *run = group->members[m];
    if (run->cause_known) continue; /* another member has failed, and this one with it */
    if (result < 0) start_failed(run, STAGE_STDIO, "pipes of the group");
    else start_with(run, links);
  }
  for (unsigned link = 0; link < LINK_MAX; link++) {
    close_fd(&links[link][0]);
    close_fd(&links[link][1]);
  }
}
