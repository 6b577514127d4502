/*
 * libFuzzer target: whatever bytes a client sends as a RUN, the parser ends, reads nothing outside them (the sanitizers
 * see to that), and what it accepts keeps every promise of request.h.
 */
#define _GNU_SOURCE
#include "../request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROMISE(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "broken promise, line %d: %s\n", __LINE__, #condition); \
      abort(); \
    } \
  } while (0)

static const uint8_t *payload_start;
static size_t payload_length;

static bool is_inside(struct span span) {
  if (span.length == 0) return true;
  return span.at >= payload_start && span.length <= payload_length && (size_t)(span.at - payload_start) <= payload_length - span.length;
}

static bool is_text(struct span span) { return is_inside(span) && (span.length == 0 || memchr(span.at, 0, span.length) == NULL); }

/* Written here once more, from the words of request.h, so that a slip in names.c does not excuse itself. */
static bool would_escape(struct span name) {
  char text[NAME_MAX_BYTES + 3];
  if (name.length == 0 || name.length > NAME_MAX_BYTES || memchr(name.at, 0, name.length) != NULL) return true;
  snprintf(text, sizeof text, "/%.*s/", (int)name.length, (const char *)name.at);
  return strstr(text, "//") || strstr(text, "/./") || strstr(text, "/../") || strstr(text, "/-") || strpbrk(text, "\\\n\r\t \"'$`*?~");
}

static void check_files(const struct request *request) {
  PROMISE(request->file_count <= REQUEST_MAX_FILES && request->collect_count <= REQUEST_MAX_COLLECTS);
  for (uint32_t i = 0; i < request->file_count; i++) {
    const struct request_file *file = &request->files[i];
    PROMISE(is_inside(file->name) && is_inside(file->content) && !would_escape(file->name));
    PROMISE((file->mode & ~0777u) == 0);
    PROMISE(!file->is_blob || file->content.length == BLOB_NAME_BYTES);
  }
  for (uint32_t i = 0; i < request->collect_count; i++)
    PROMISE(is_inside(request->collects[i].name) && !would_escape(request->collects[i].name));
}

static void check_stdio(const struct request *request) {
  for (int fd = 0; fd < 3; fd++) {
    const struct request_stdio *io = &request->stdio[fd];
    PROMISE(io->kind != STDIO_BLOB || (fd == 0 && io->blob.length == BLOB_NAME_BYTES && is_inside(io->blob)));
    PROMISE(io->kind != STDIO_STDOUT || fd == 2);
    PROMISE(io->kind != STDIO_LINK || io->link < LINK_MAX);
    PROMISE((unsigned)io->kind <= STDIO_STDOUT);
  }
}

static void check_limits(const struct limits *limits) {
  PROMISE(limits->wall_time > 0 && limits->cpu_time > 0 && limits->memory > 0 && limits->processes > 0 && limits->scratch_bytes > 0);
  PROMISE(limits->scratch_inodes > 0 && limits->stdout_bytes > 0 && limits->stderr_bytes > 0 && limits->file_size > 0);
  PROMISE(limits->open_files > 0 && limits->stack > 0 && limits->cores > 0);
  PROMISE(limits->wall_time < UINT64_MAX / 4 && limits->memory < UINT64_MAX / 4096 && limits->cores < UINT64_MAX / 1000000);
}

static void check_request(const struct request *request) {
  PROMISE(request->profile.length > 0 && is_text(request->profile) && is_text(request->cwd));
  PROMISE(request->arg_count >= 1 && request->arg_count <= REQUEST_MAX_ARGS && request->env_count <= REQUEST_MAX_ENV);
  PROMISE(request->args[0].length > 0);
  for (uint32_t i = 0; i < request->arg_count; i++) PROMISE(is_text(request->args[i]));
  for (uint32_t i = 0; i < request->env_count; i++) {
    PROMISE(is_text(request->env[i]));
    PROMISE(memchr(request->env[i].at, '=', request->env[i].length) != NULL && request->env[i].at[0] != '=');
  }
  PROMISE(request->mode == MODE_STRICT || request->mode == MODE_PERMISSIVE);
#ifndef CUPEL_ATTACK_BUILD
  PROMISE(request->without == 0); /* no bytes in the world leave out a wall */
#endif
  check_files(request);
  check_stdio(request);
  check_limits(&request->limits);
}

int LLVMFuzzerTestOneInput(const uint8_t *payload, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *payload, size_t length) {
  static struct request request, again;
  static struct refusal why;
  memset(&why, 0xff, sizeof why);
  payload_start = payload;
  payload_length = length;
  int result = request_parse(payload, length, &request, &why);
  PROMISE(result == 0 || result == -1);
  if (result == 0) check_request(&request);
  else PROMISE(why.code >= REFUSE_MALFORMED && why.code <= REFUSE_NOT_SUPPORTED && memchr(why.detail, 0, sizeof why.detail) != NULL);
  PROMISE(request_parse(payload, length, &again, &why) == result && memcmp(&request, &again, sizeof request) == 0);
  return 0;
}
