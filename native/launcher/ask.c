/* Requests: whether what a frame asks for can be had, before anything is done for it. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "artefact.h"
#include "describe.h"
#include "equip.h"
#include "rootless.h"
#include "run.h"
#include "runs.h"
#include "sys.h"
#include "templates.h"

#define ALL_WALLS ((1u << WALL_COUNT) - 1)
/* Without these there is no place to run in, or the program would be root: permissive does without others, not these. */
#define INDISPENSABLE (1u << WALL_PID | 1u << WALL_MOUNT | 1u << WALL_USER | 1u << WALL_NO_NEW_PRIVILEGES | 1u << WALL_SECCOMP)

static struct run *make_run(struct connection *connection, uint32_t id, const uint8_t *payload, size_t length) {
  struct run *run = calloc(1, sizeof *run);
  if (!run || !(run->payload = malloc(length ? length : 1))) abort();
  memcpy(run->payload, payload, length);
  run->payload_length = length;
  run->connection = connection;
  run->id = id;
  run->asked_at = monotonic_ns();
  run->setup_deadline = run->asked_at + RUN_SETUP_NS;
  run->collection.watch.fd = run->program_side = -1;
  stream_open(&run->out[0], run, 1, -1, 0);
  stream_open(&run->out[1], run, 2, -1, 0);
  input_prepare(&run->input, run);
  return run;
}

static int check_walls(struct run *run, struct refusal *why) {
  /* An ordinary user without further ids runs the program as himself, in namespaces and without capabilities: never as root. */
  unsigned needed = run->request.mode == MODE_STRICT ? ALL_WALLS : rootless() ? INDISPENSABLE & ~(1u << WALL_USER) : INDISPENSABLE;
  unsigned missing = needed & ~boxes.host_walls;
  run->walls = boxes.host_walls & ~run->request.without;
  if (!missing) return 0;
  const char *problem = launcher_facts.problem_count ? launcher_facts.problems[0] : "a wall cannot be raised on this host";
  return refuse(why, REFUSE_WALL, RUN_MODE, "%s", problem);
}

static int check_blobs(const struct request *request, struct refusal *why) {
  for (uint32_t i = 0; i < request->file_count + 1; i++) {
    bool is_stdin = i == request->file_count;
    if (is_stdin ? request->stdio[0].kind != STDIO_BLOB : !request->files[i].is_blob) continue;
    struct span name = is_stdin ? request->stdio[0].blob : request->files[i].content;
    int fd = open_blob(boxes.blobs_fd, name);
    if (fd < 0) return refuse(why, REFUSE_UNKNOWN_BLOB, is_stdin ? RUN_STDIO : RUN_BLOB_FILE, "blob %.*s is not there", 64, (const char *)name.at);
    close(fd);
  }
  return 0;
}

static int check(struct run *run, bool in_group, struct refusal *why) {
  const struct request *request = &run->request;
  run->profile = profile_find(boxes.profiles, request->profile.at, request->profile.length);
  if (!run->profile) return refuse(why, REFUSE_UNKNOWN_PROFILE, RUN_PROFILE, "there is no profile of that name");
  if (request->artefact && !artefact_exists(request->artefact, run->connection))
    return refuse(why, REFUSE_UNKNOWN_ARTEFACT, RUN_ARTEFACT, "artefact %" PRIu64 " is not there any more", request->artefact);
  for (int fd = 0; fd < 3; fd++)
    if (request->stdio[fd].kind == STDIO_LINK && !in_group) return refuse(why, REFUSE_BAD_STDIO, RUN_STDIO, "links need a group");
  if (check_walls(run, why) < 0 || check_blobs(request, why) < 0) return -1;
  run->template = request->warm.length ? template_for(run, in_group) : NULL;
  return 0;
}

static int prepare(struct run *run, bool in_group, struct refusal *why) {
  if (run_find(run->connection, run->id)) return refuse(why, REFUSE_RUN_IN_USE, 0, "run %u is still under way", run->id);
  if (request_parse(run->payload, run->payload_length, &run->request, why) < 0) return -1;
  return check(run, in_group, why);
}

void run_ask(struct connection *connection, uint32_t id, const uint8_t *payload, size_t length) {
  struct run *run = make_run(connection, id, payload, length);
  struct refusal why;
  int result = prepare(run, false, &why);
  if (result == 0 && boxes_free(run->profile, run->walls, run->template, run->kind) == 0) result = refuse(&why, REFUSE_FULL, 0, "all %u boxes are in use", boxes.count);
  if (result < 0) {
    connection_refuse(connection, id, &why);
    run_free(run);
    return;
  }
  run_begin(run);
}

/* Every link has one end that writes and one that reads, in different members. */
static int check_links(const struct group *group, struct refusal *why) {
  unsigned readers[LINK_MAX] = {0}, writers[LINK_MAX] = {0};
  for (unsigned m = 0; m < group->count; m++)
    for (int fd = 0; fd < 3; fd++) {
      const struct request_stdio *io = &group->members[m]->request.stdio[fd];
      if (io->kind == STDIO_LINK) (fd == 0 ? readers : writers)[io->link]++;
    }
  for (unsigned link = 0; link < LINK_MAX; link++)
    if (readers[link] != writers[link] || readers[link] > 1)
      return refuse(why, REFUSE_BAD_STDIO, RUN_STDIO, "link %u needs one end that writes and one that reads", link);
  return 0;
}

static int add_member(struct connection *connection, struct group *group, struct span value, struct refusal *why) {
  uint32_t id;
  if (take_u32(&value, &id) < 0) return refuse(why, REFUSE_MALFORMED, RUN_MEMBER, "a member begins with the number of its run");
  if (group->count >= GROUP_MAX_MEMBERS) return refuse(why, REFUSE_OUT_OF_RANGE, RUN_MEMBER, "a group has at most %u members", GROUP_MAX_MEMBERS);
  for (unsigned i = 0; i < group->count; i++)
    if (group->members[i]->id == id) return refuse(why, REFUSE_RUN_IN_USE, RUN_MEMBER, "run %u stands twice in the group", id);
  struct run *run = make_run(connection, id, value.at, value.length);
  group->members[group->count++] = run;
  run->group = group;
  return prepare(run, true, why);
}

/* Every member that can be told by its number gets its answer, also those behind the one at fault. */
static void refuse_group(struct connection *connection, const uint8_t *payload, size_t length, struct group *group, const struct refusal *why) {
  struct span rest = {payload, length};
  struct field field;
  unsigned answers = 0;
  while (take_field(&rest, &field) > 0) {
    uint32_t id;
    if (field.tag != RUN_MEMBER || take_u32(&field.value, &id) < 0) continue;
    connection_refuse(connection, id, why);
    answers++;
  }
  if (answers == 0) connection_refuse(connection, 0, why);
  for (unsigned i = 0; i < group->count; i++) run_free(group->members[i]);
  free(group);
}

void group_ask(struct connection *connection, const uint8_t *payload, size_t length) {
  struct group *group = calloc(1, sizeof *group);
  struct span rest = {payload, length};
  struct field field;
  struct refusal why;
  int result = 0, more = 0;
  if (!group) abort();
  while (result == 0 && (more = take_field(&rest, &field)) > 0)
    result = field.tag == RUN_MEMBER ? add_member(connection, group, field.value, &why)
                                     : refuse(&why, REFUSE_MALFORMED, field.tag, "a group has members and nothing else");
  if (result == 0 && (more < 0 || group->count == 0)) result = refuse(&why, REFUSE_MALFORMED, 0, "a group without members");
  if (result == 0) result = check_links(group, &why);
  for (unsigned i = 1; result == 0 && i < group->count; i++)
    if (group->members[i]->profile != group->members[0]->profile || group->members[i]->walls != group->members[0]->walls)
      result = refuse(&why, REFUSE_NOT_SUPPORTED, RUN_PROFILE, "the members of a group have one profile");
  if (result == 0 && boxes_free(group->members[0]->profile, group->members[0]->walls, NULL, NULL) < group->count) result = refuse(&why, REFUSE_FULL, 0, "fewer than %u boxes are free", group->count);
  if (result < 0) return refuse_group(connection, payload, length, group, &why);
  group->members_left = group->count;
  for (unsigned i = 0; i < group->count; i++) run_list(group->members[i]);
  for (unsigned i = 0; i < group->count; i++) run_board(group->members[i]);
}
