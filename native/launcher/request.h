/*
 * What a RUN asks for, taken apart and checked. Pure: it reads the payload and nothing else, keeps no state and allocates
 * nothing, so that it can be fuzzed, and so that the half-built child can read the same bytes again inside the box.
 */
#ifndef CUPEL_REQUEST_H
#define CUPEL_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"
#include "protocol.h"

#define REQUEST_MAX_ARGS 512
#define REQUEST_MAX_ENV 128
#define REQUEST_MAX_FILES 256
#define REQUEST_MAX_COLLECTS 64
#define BLOB_NAME_BYTES 64u /* sha256 in hex */
#define LINK_MAX 16u

struct refusal {
  enum refusal_code code;
  uint16_t field;
  char detail[192];
};

struct request_file {
  struct span name, content; /* content: the bytes, or the blob's 64 hex digits */
  uint32_t mode;
  bool is_blob;
};

struct request_stdio {
  enum stdio_kind kind;
  uint32_t link, rows, columns;
  struct span blob;
};

struct request_collect {
  struct span name;
  uint64_t most;
};

struct limits {
  uint64_t wall_time, cpu_time, memory, processes, scratch_bytes, scratch_inodes;
  uint64_t stdout_bytes, stderr_bytes, file_size, open_files, stack, cores;
};

struct request {
  struct span profile, cwd, warm;
  struct span args[REQUEST_MAX_ARGS], env[REQUEST_MAX_ENV];
  struct request_file files[REQUEST_MAX_FILES];
  struct request_collect collects[REQUEST_MAX_COLLECTS];
  uint32_t arg_count, env_count, file_count, collect_count;
  struct request_stdio stdio[3];
  struct limits limits;
  enum run_mode mode;
  bool keep, read_only;
  uint32_t boot_args; /* 0: all */
  bool waits; /* of a pool: its files come later */
  uint64_t artefact; /* 0: none */
  uint32_t without;
};

/* The first descriptor that is a pty, whose size counts; -1: the run has none. */
int request_terminal(const struct request *request);

/* 0, or -1 with the reason in `why`. `out` points into `payload`. */
int request_parse(const uint8_t *payload, size_t length, struct request *out, struct refusal *why);

/*
 * Whether a name may be written or collected below /box: relative, no empty, `.` or `..` component, none that starts
 * with `-`, only letters, digits, `.`, `_`, `-` and `+`. The one place in which the launcher decides on names.
 */
bool name_is_safe(struct span name);

int refuse(struct refusal *why, enum refusal_code code, uint16_t field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
