#define _GNU_SOURCE
#include "pool.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "artefact.h"
#include "describe.h"
#include "equip.h"
#include "start.h"
#include "sys.h"

#define FILES_MAX_BYTES (192u << 10)
#define PIPE_BYTES (256 << 10)

/* As many bytes as the pipe takes at once, in the form that the loaders read: u32 count, then for each mode, lengths, name, content. */
static size_t files_bytes(const struct request *request) {
  size_t bytes = 4;
  for (uint32_t i = 0; i < request->file_count; i++) bytes += 12 + request->files[i].name.length + request->files[i].content.length;
  return bytes;
}

static bool may_serve(const struct template_plan *plan, const struct request *request) {
  const enum stdio_kind in = request->stdio[0].kind;
  if (request->keep || request->cwd.length || request->arg_count < 2) return false;
  if (in != STDIO_PIPE && in != STDIO_BLOB && in != STDIO_NULL) return false;
  if (request->stdio[1].kind != STDIO_PIPE || request->stdio[2].kind != STDIO_PIPE) return false;
  if (request->args[0].length != strlen(plan->argv[0]) || memcmp(request->args[0].at, plan->argv[0], request->args[0].length)) return false;
  for (uint32_t i = 0; i < request->file_count; i++)
    if (request->files[i].is_blob) return false;
  return files_bytes(request) <= FILES_MAX_BYTES;
}

/* The RUN that starts the waiting process: this one, with the loader's arguments, without files, with three pipes. */
static void make_key(struct buffer *key, const struct template_plan *plan, const struct run *run) {
  struct span rest = {run->payload, run->payload_length};
  struct field field;
  bool first = true;
  while (take_field(&rest, &field) > 0) {
    if (field.tag == RUN_ARTEFACT || field.tag == RUN_FILE || field.tag == RUN_STDIO || field.tag == RUN_COLLECT || field.tag == RUN_WARM) continue;
    buffer_put_field(key, field.tag, field.value.at, field.value.length);
    if (field.tag != RUN_ARG || !first) continue;
    first = false;
    for (unsigned i = 1; i < plan->arg_count; i++) buffer_put_text(key, RUN_ARG, plan->argv[i]);
  }
  for (uint32_t fd = 0; fd < 3; fd++) {
    uint8_t pipe[8] = {(uint8_t)fd, 0, 0, 0, STDIO_PIPE, 0, 0, 0};
    buffer_put_field(key, RUN_STDIO, pipe, sizeof pipe);
  }
}

static bool same(const struct buffer *one, const struct buffer *other) {
  return one->length == other->length && (one->length == 0 || !memcmp(one->bytes, other->bytes, one->length));
}

bool pool_wish(struct template *template, const struct run *run) {
  struct buffer key = {0};
  if (run->walls != boxes.host_walls || !may_serve(template->plan, &run->request)) return false;
  make_key(&key, template->plan, run);
  if (same(&key, &template->key)) {
    template->wishes++;
    buffer_free(&key);
  } else {
    buffer_free(&template->key);
    template->key = key;
    template->wishes = 1;
  }
  template->wanted_at = monotonic_ns();
  return true;
}

bool pool_fits(const struct box *box, const struct template *template) {
  return box->pool == template && same(&box->pool_key, &template->key);
}

static int send_start(struct box *box, const struct ends *ends, int request_fd) {
  struct message message = {.kind = MESSAGE_START, .walls = box->plan.walls};
  struct message_fds fds = {.fds = {request_fd, ends->child[0], ends->child[1], ends->child[2]}, .count = 4};
  return message_send(box->child_socket.fd, &message, &fds);
}

void pool_reach(struct box *box) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/mnt", box->init);
  box->pool_space = open(path, O_RDONLY | O_CLOEXEC);
}

int pool_prepare(struct box *box) {
  static struct request request;
  struct refusal why;
  struct ends ends = {{-1, -1, -1}, {-1, -1, -1}};
  int result = request_parse(box->pool_key.bytes, box->pool_key.length, &request, &why), request_fd = -1;
  for (int fd = 0; fd < 3 && result == 0; fd++) result = start_pipe(box, fd, &ends);
  if (result == 0 && fcntl(ends.ours[0], F_SETPIPE_SZ, PIPE_BYTES) < 0) result = -1;
  if (result == 0 && cgroups.driver && box->cgroup.made) result = cgroups.driver->limit(&box->cgroup, &request.limits);
  if (result == 0) result = request_fd = start_request(box->plan.profile, box->pool_key.bytes, box->pool_key.length);
  if (result >= 0) result = send_start(box, &ends, request_fd);
  for (int fd = 0; fd < 3; fd++) {
    close_fd(&ends.child[fd]);
    box->pool_ends[fd] = ends.ours[fd];
  }
  close_fd(&request_fd);
  return result < 0 ? -1 : 0;
}

static int send_files(const struct request *request, int to) {
  struct buffer files = {0};
  uint8_t word[4];
#define PUT_WORD(value) (write_u32(word, (uint32_t)(value)), memcpy(buffer_extend(&files, sizeof word), word, sizeof word))
#define PUT(span) memcpy(buffer_extend(&files, (span).length), (span).at, (span).length)
  PUT_WORD(request->file_count);
  for (uint32_t i = 0; i < request->file_count; i++) {
    const struct request_file *file = &request->files[i];
    PUT_WORD(file->mode);
    PUT_WORD(file->name.length);
    PUT_WORD(file->content.length);
    PUT(file->name);
    PUT(file->content);
  }
  ssize_t written = write(to, files.bytes, files.length);
  int result = written == (ssize_t)files.length ? 0 : -1;
  buffer_free(&files);
  return result;
}

void pool_start(struct run *run) {
  struct box *box = run->box;
  struct ends ends = {{-1, -1, -1}, {box->pool_ends[0], box->pool_ends[1], box->pool_ends[2]}};
  for (int fd = 0; fd < 3; fd++) box->pool_ends[fd] = -1;
  box->state = BOX_STARTING;
  host_pressure(&run->steal_before, &run->pressure_before);
  int result = start_counting(run);
  if (result < 0) start_failed(run, STAGE_CGROUP, "limits");
  if (result == 0 && run->request.artefact && (result = artefact_place(run->request.artefact, box->pool_space)) < 0)
    start_failed(run, STAGE_MOUNTS, "artefact");
  bool blob = run->request.stdio[0].kind == STDIO_BLOB;
  if (result >= 0 && blob && (result = run->input.blob_fd = open_blob(boxes.blobs_fd, run->request.stdio[0].blob)) < 0)
    start_failed(run, STAGE_STDIO, "the blob for stdin");
  if (result >= 0 && (result = send_files(&run->request, ends.ours[0])) < 0) start_failed(run, STAGE_FILES, "the waiting process");
  if (run->request.stdio[0].kind == STDIO_NULL) close_fd(&ends.ours[0]);
  if (result >= 0) {
    box->state = BOX_RUNNING;
    run->warm = true;
    run_executing(run, 0, monotonic_ns());
  }
  start_streams(run, &ends);
}
