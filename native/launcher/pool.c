#define _GNU_SOURCE
#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "artefact.h"
#include "describe.h"
#include "equip.h"
#include "start.h"
#include "sys.h"

#define FILES_MAX_BYTES (192u << 10)
#define PIPE_BYTES (256 << 10)
#define PAUSE_NS UINT64_C(1000000000)
#define PAUSES 6 /* of doubling */
#define BOOT_CPU_NS (UINT64_C(3600) * 1000000000)
#define BACKSTOP_SECONDS 65 /* of CPU time, beyond the run's own limit, which the launcher keeps: booting is not charged */

struct kind kinds[KIND_MAX];

/* The limits that only the launcher keeps: no process learns of them. */
static const uint16_t own_limits[] = {RUN_WALL_TIME, RUN_CPU_TIME, RUN_STDOUT_BYTES, RUN_STDERR_BYTES};

static bool is_own_limit(uint16_t tag) {
  for (size_t i = 0; i < sizeof own_limits / sizeof *own_limits; i++)
    if (own_limits[i] == tag) return true;
  return false;
}

/* Arguments that a process of this plan must have when it boots. */
static uint32_t boot_args(const struct template_plan *plan, const struct request *request) {
  bool late = plan->tail && request->boot_args && request->boot_args < request->arg_count;
  return late ? request->boot_args : request->arg_count;
}

static bool has_late(const struct template_plan *plan, const struct request *request) { return boot_args(plan, request) < request->arg_count; }

/* As many bytes as the pipe takes at once, in the form that the loaders read. */
static size_t files_bytes(const struct request *request) {
  size_t bytes = 8;
  for (uint32_t i = 0; i < request->file_count; i++) bytes += 12 + request->files[i].name.length + request->files[i].content.length;
  for (uint32_t i = 0; i < request->arg_count; i++) bytes += 4 + request->args[i].length;
  return bytes;
}

static bool may_serve(const struct template_plan *plan, const struct request *request) {
  const enum stdio_kind in = request->stdio[0].kind, err = request->stdio[2].kind;
  if (request->cwd.length || request->arg_count < 2 || (plan->tail && !has_late(plan, request))) return false;
  if (in != STDIO_PIPE && in != STDIO_BLOB && in != STDIO_NULL) return false;
  if (request->stdio[1].kind != STDIO_PIPE || (err != STDIO_PIPE && err != STDIO_STDOUT)) return false;
  if (request->args[0].length != strlen(plan->argv[0]) || memcmp(request->args[0].at, plan->argv[0], request->args[0].length)) return false;
  for (uint32_t i = 0; i < request->file_count; i++)
    if (request->files[i].is_blob) return false;
  return files_bytes(request) <= FILES_MAX_BYTES;
}

static void put_stdio(struct buffer *key, uint32_t fd, enum stdio_kind kind) {
  uint8_t words[8] = {(uint8_t)fd, 0, 0, 0, (uint8_t)kind, 0, 0, 0};
  buffer_put_field(key, RUN_STDIO, words, sizeof words);
}

static bool left_out(uint16_t tag) {
  return tag == RUN_ARTEFACT || tag == RUN_FILE || tag == RUN_STDIO || tag == RUN_COLLECT || tag == RUN_WARM || tag == RUN_BOOT_ARGS || is_own_limit(tag);
}

/* The RUN that starts the waiting process: this one, with the loader's arguments, without what comes later. */
static void make_key(struct buffer *key, const struct template_plan *plan, const struct run *run) {
  struct span rest = {run->payload, run->payload_length};
  struct field field;
  uint32_t args = 0, boot = boot_args(plan, &run->request);
  while (take_field(&rest, &field) > 0) {
    if (left_out(field.tag)) continue;
    if (field.tag == RUN_ARG && args++ >= boot) continue;
    buffer_put_field(key, field.tag, field.value.at, field.value.length);
    if (field.tag != RUN_ARG || args > 1) continue;
    for (unsigned i = 1; i < plan->arg_count; i++) buffer_put_text(key, RUN_ARG, plan->argv[i]);
  }
  if (plan->tail) buffer_put_text(key, RUN_ARG, plan->tail);
  for (size_t i = 0; i < sizeof own_limits / sizeof *own_limits; i++) buffer_put_number(key, own_limits[i], own_limits[i] == RUN_CPU_TIME ? BOOT_CPU_NS : BOOT_CPU_NS / 4096);
  put_stdio(key, 0, STDIO_PIPE);
  put_stdio(key, 1, STDIO_PIPE);
  put_stdio(key, 2, run->request.stdio[2].kind);
}

static bool same(const struct buffer *one, const struct buffer *other) {
  return one->length == other->length && (one->length == 0 || !memcmp(one->bytes, other->bytes, one->length));
}

static bool in_use(const struct kind *kind) {
  for (unsigned i = 0; i < boxes.count; i++)
    if (boxes.list[i].pool == kind) return true;
  return false;
}

/* The one of this key, or else a free one, or else the one that was wanted least recently. */
static struct kind *place_for(const struct template *template, const struct buffer *key) {
  struct kind *oldest = NULL;
  for (unsigned i = 0; i < KIND_MAX; i++) {
    struct kind *kind = &kinds[i];
    if (kind->template == template && same(&kind->key, key)) return kind;
    if (kind->template && in_use(kind)) continue;
    if (!oldest || !kind->template || (oldest->template && kind->wanted_at < oldest->wanted_at)) oldest = kind;
  }
  return oldest;
}

static unsigned ready_of(const struct kind *kind) {
  unsigned ready = 0;
  for (unsigned i = 0; i < boxes.count; i++) ready += boxes.list[i].pool == kind && boxes.list[i].state == BOX_READY && !boxes.list[i].run;
  return ready;
}

static void wanted(struct kind *kind) {
  kind->wishes++;
  kind->wanted_at = monotonic_ns();
  if (kind->wishes < 2 || ready_of(kind) > 0) return;
  kind->missed_at = kind->wanted_at;
  if (kind->target < boxes.spare) kind->target++;
}

struct kind *pool_wish(struct template *template, const struct run *run) {
  struct buffer key = {0};
  if (run->walls != boxes.host_walls || run->profile != &boxes.profiles->list[0] || !may_serve(template->plan, &run->request)) return NULL;
  make_key(&key, template->plan, run);
  struct kind *kind = place_for(template, &key);
  if (kind && kind->template == template && same(&kind->key, &key)) {
    buffer_free(&key);
  } else if (kind) {
    buffer_free(&kind->key);
    *kind = (struct kind){.template = template, .key = key};
  } else {
    buffer_free(&key);
    return NULL;
  }
  wanted(kind);
  return kind;
}

static int send_start(struct box *box, const struct ends *ends, int request_fd) {
  struct message message = {.kind = MESSAGE_START, .index = START_WAITS, .walls = box->plan.walls};
  struct message_fds fds = {.fds = {request_fd}, .count = 1};
  for (int fd = 0; fd < 3; fd++)
    if (ends->child[fd] >= 0) fds.fds[fds.count++] = ends->child[fd];
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
  for (int fd = 0; fd < 3 && result == 0; fd++)
    if (request.stdio[fd].kind == STDIO_PIPE) result = start_pipe(box, fd, &ends);
  if (result == 0 && fcntl(ends.ours[0], F_SETPIPE_SZ, PIPE_BYTES) < 0) result = -1;
  if (result == 0 && cgroups.driver && box->cgroup.made) result = cgroups.driver->limit(&box->cgroup, &request.limits);
  if (result == 0) result = request_fd = start_request(box->plan.profile, box->pool_key.bytes, box->pool_key.length);
  if (result >= 0) result = send_start(box, &ends, request_fd);
  if (cgroups.driver && box->cgroup.made) cgroups.driver->weigh(&box->cgroup, false);
  for (int fd = 0; fd < 3; fd++) {
    close_fd(&ends.child[fd]);
    box->pool_ends[fd] = ends.ours[fd];
  }
  close_fd(&request_fd);
  return result < 0 ? -1 : 0;
}

/* Its first word, or its end, which its exit tells. */
void pool_spoke(struct watch *watch, uint32_t events) {
  struct box *box = OWNER_OF(watch, struct box, pool_word);
  char word;
  (void)events;
  ssize_t length = read(watch->fd, &word, 1);
  if (length < 0 && errno == EAGAIN) return;
  loop_close(watch);
  if (length != 1 || box->state != BOX_BUILDING) return;
  box->state = BOX_READY;
  box->pool->failures = 0;
  box->pool_since = monotonic_ns();
}

void pool_boots(struct box *box) {
  int fd = fcntl(box->pool_ends[1], F_DUPFD_CLOEXEC, 0);
  if (fd >= 0) loop_add(&box->pool_word, fd, EPOLLIN);
}

static void put_word(struct buffer *to, size_t value) {
  uint8_t word[4];
  write_u32(word, (uint32_t)value);
  memcpy(buffer_extend(to, sizeof word), word, sizeof word);
}

static void put_span(struct buffer *to, struct span span) {
  if (span.length) memcpy(buffer_extend(to, span.length), span.at, span.length);
}

/* u32 count of files, then for each mode, lengths, name, content; then, where the plan has late arguments, count and each. */
static int send_files(const struct template_plan *plan, const struct request *request, int to) {
  struct buffer files = {0};
  put_word(&files, request->file_count);
  for (uint32_t i = 0; i < request->file_count; i++) {
    const struct request_file *file = &request->files[i];
    put_word(&files, file->mode);
    put_word(&files, file->name.length);
    put_word(&files, file->content.length);
    put_span(&files, file->name);
    put_span(&files, file->content);
  }
  uint32_t boot = boot_args(plan, request);
  if (plan->tail) put_word(&files, request->arg_count - boot);
  for (uint32_t i = boot; plan->tail && i < request->arg_count; i++) {
    put_word(&files, request->args[i].length);
    put_span(&files, request->args[i]);
  }
  ssize_t written = write(to, files.bytes, files.length);
  int result = written == (ssize_t)files.length ? 0 : -1;
  buffer_free(&files);
  return result;
}

static void set_cpu_backstop(const struct box *box, uint64_t cpu_time) {
  struct rlimit limit;
  limit.rlim_cur = limit.rlim_max = cpu_time / UINT64_C(1000000000) + BACKSTOP_SECONDS;
  prlimit(box->program, RLIMIT_CPU, &limit, NULL);
}

static int hand_over(struct run *run, const struct ends *ends) {
  struct box *box = run->box;
  const struct request *request = &run->request;
  set_cpu_backstop(box, request->limits.cpu_time);
  if (cgroups.driver && box->cgroup.made) {
    struct cgroup_use use;
    cgroups.driver->weigh(&box->cgroup, true);
    cgroups.driver->read(&box->cgroup, &use);
    box->cgroup.last = use; /* booting moved them */
  }
  if (start_counting(run) < 0) return -1;
  if (request->artefact && artefact_place(request->artefact, box->pool_space) < 0) return -1;
  if (request->stdio[0].kind == STDIO_BLOB && (run->input.blob_fd = open_blob(boxes.blobs_fd, request->stdio[0].blob)) < 0) return -1;
  return send_files(box->pool->template->plan, request, ends->ours[0]);
}

void pool_start(struct run *run) {
  struct box *box = run->box;
  struct ends ends = {{-1, -1, -1}, {box->pool_ends[0], box->pool_ends[1], box->pool_ends[2]}};
  for (int fd = 0; fd < 3; fd++) box->pool_ends[fd] = -1;
  box->state = BOX_STARTING;
  host_pressure(&run->steal_before, &run->pressure_before);
  run->out[0].greeting = true;
  bool handed = hand_over(run, &ends) == 0;
  run->executed_at = monotonic_ns();
  if (run->request.stdio[0].kind == STDIO_NULL) close_fd(&ends.ours[0]);
  if (box->pool_kept >= 0) run_keeps(run, box->pool_kept);
  box->pool_kept = -1;
  start_streams(run, &ends);
  /* A cold run will find the same, and can say what it is. */
  if (!handed) box_end(box);
}

void pool_leave(struct box *box) {
  if (!box->pool) return;
  /* One that did not live until a program came: the next would hardly do better at once. */
  if (!box->run && !box->pool_unwanted) box->pool->retry_at = monotonic_ns() + (PAUSE_NS << (box->pool->failures < PAUSES ? box->pool->failures++ : PAUSES));
  if (cgroups.driver && box->cgroup.made) cgroups.driver->weigh(&box->cgroup, true);
  box->pool = NULL;
  buffer_free(&box->pool_key);
  loop_close(&box->pool_word);
  for (int fd = 0; fd < 3; fd++) close_fd(&box->pool_ends[fd]);
  close_fd(&box->pool_space);
  close_fd(&box->pool_kept);
}
