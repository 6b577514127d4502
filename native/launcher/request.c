#include "request.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#define ARGS_MAX_BYTES (1u << 20)
#define SECOND UINT64_C(1000000000)
#define MIB (UINT64_C(1) << 20)
#define TERMINAL_MOST 65535u

/* The widest that any profile may allow; what a caller may ask for is decided above us. */
static const struct {
  uint16_t tag;
  size_t offset;
  uint64_t least, most;
} limit_rows[] = {
    {RUN_WALL_TIME, offsetof(struct limits, wall_time), 1000000, 86400 * SECOND},
    {RUN_CPU_TIME, offsetof(struct limits, cpu_time), 1000000, 86400 * SECOND},
    {RUN_MEMORY, offsetof(struct limits, memory), MIB, MIB << 20},
    {RUN_PROCESSES, offsetof(struct limits, processes), 1, 32768},
    {RUN_SCRATCH_BYTES, offsetof(struct limits, scratch_bytes), 4096, MIB << 20},
    {RUN_SCRATCH_INODES, offsetof(struct limits, scratch_inodes), 8, 10000000},
    {RUN_STDOUT_BYTES, offsetof(struct limits, stdout_bytes), 1, MIB << 10},
    {RUN_STDERR_BYTES, offsetof(struct limits, stderr_bytes), 1, MIB << 10},
    {RUN_FILE_SIZE, offsetof(struct limits, file_size), 1, MIB << 20},
    {RUN_OPEN_FILES, offsetof(struct limits, open_files), 8, 65536},
    {RUN_STACK, offsetof(struct limits, stack), 64 << 10, MIB << 20},
    {RUN_CORES, offsetof(struct limits, cores), 10, 1024000},
};

#define LIMIT_COUNT (sizeof limit_rows / sizeof *limit_rows)

struct parser {
  struct request *out;
  struct refusal *why;
  uint64_t seen; /* bit per tag, to find what repeats and what is missing */
  size_t args_bytes;
};

static bool has_nul(struct span text) { return memchr(text.at, 0, text.length) != NULL; }

static bool is_hex_digits(struct span text) {
  if (text.length != BLOB_NAME_BYTES) return false;
  for (size_t i = 0; i < text.length; i++) {
    uint8_t c = text.at[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

static int malformed(struct parser *p, uint16_t tag, const char *what) {
  return refuse(p->why, REFUSE_MALFORMED, tag, "field %u: %s", tag, what);
}

static int parse_number(struct parser *p, const struct field *field, uint64_t *out) {
  if (field->value.length != 8) return malformed(p, field->tag, "a number has 8 bytes");
  *out = read_u64(field->value.at);
  return 0;
}

static int parse_limit(struct parser *p, const struct field *field, size_t row) {
  uint64_t value = 0;
  if (parse_number(p, field, &value) < 0) return -1;
  if (value < limit_rows[row].least || value > limit_rows[row].most)
    return refuse(p->why, REFUSE_OUT_OF_RANGE, field->tag, "limit %u is %" PRIu64 ", allowed are %" PRIu64 " to %" PRIu64, field->tag,
                  value, limit_rows[row].least, limit_rows[row].most);
  *(uint64_t *)((uint8_t *)&p->out->limits + limit_rows[row].offset) = value;
  return 0;
}

static int parse_text(struct parser *p, const struct field *field, struct span *out) {
  if (field->value.length == 0 || has_nul(field->value)) return malformed(p, field->tag, "text is empty or has a NUL");
  *out = field->value;
  return 0;
}

static int parse_argument(struct parser *p, const struct field *field) {
  struct request *out = p->out;
  bool is_env = field->tag == RUN_ENV;
  uint32_t *count = is_env ? &out->env_count : &out->arg_count;
  if (*count >= (is_env ? REQUEST_MAX_ENV : REQUEST_MAX_ARGS)) return refuse(p->why, REFUSE_OUT_OF_RANGE, field->tag, "too many");
  if (has_nul(field->value)) return malformed(p, field->tag, "text has a NUL");
  p->args_bytes += field->value.length + 1;
  if (p->args_bytes > ARGS_MAX_BYTES) return refuse(p->why, REFUSE_OUT_OF_RANGE, field->tag, "arguments are longer than %u bytes", ARGS_MAX_BYTES);
  if (is_env) {
    const uint8_t *equals = memchr(field->value.at, '=', field->value.length);
    if (!equals || equals == field->value.at) return malformed(p, field->tag, "not NAME=value");
    out->env[(*count)++] = field->value;
    return 0;
  }
  if (*count == 0 && field->value.length == 0) return malformed(p, field->tag, "argv[0] is empty");
  out->args[(*count)++] = field->value;
  return 0;
}

static int parse_file(struct parser *p, const struct field *field) {
  struct request *out = p->out;
  if (out->file_count >= REQUEST_MAX_FILES)
    return refuse(p->why, REFUSE_OUT_OF_RANGE, field->tag, "more than %u files", REQUEST_MAX_FILES);
  struct request_file *file = &out->files[out->file_count];
  struct span rest = field->value;
  uint32_t name_length;
  if (take_u32(&rest, &file->mode) < 0 || take_u32(&rest, &name_length) < 0 || take_bytes(&rest, name_length, &file->name) < 0)
    return malformed(p, field->tag, "shorter than its parts");
  file->content = rest;
  file->is_blob = field->tag == RUN_BLOB_FILE;
  if (file->mode & ~0777u) return malformed(p, field->tag, "mode has other bits than permissions");
  if (!name_is_safe(file->name)) return refuse(p->why, REFUSE_BAD_NAME, field->tag, "file %u has a name that is not allowed", out->file_count);
  if (file->is_blob && !is_hex_digits(rest)) return malformed(p, field->tag, "a blob is named by 64 hex digits");
  out->file_count++;
  return 0;
}

static int parse_stdio_rest(struct parser *p, const struct field *field, uint32_t fd, struct request_stdio *io, struct span rest) {
  switch (io->kind) {
    case STDIO_NULL:
    case STDIO_PIPE:
      break;
    case STDIO_STDOUT:
      if (fd != 2) return refuse(p->why, REFUSE_BAD_STDIO, field->tag, "only descriptor 2 may follow stdout");
      break;
    case STDIO_PTY:
      if (take_u32(&rest, &io->rows) < 0 || take_u32(&rest, &io->columns) < 0) return malformed(p, field->tag, "a pty has rows and columns");
      if (io->rows > TERMINAL_MOST || io->columns > TERMINAL_MOST) return refuse(p->why, REFUSE_OUT_OF_RANGE, field->tag, "a pty has up to %u rows and columns", TERMINAL_MOST);
      break;
    case STDIO_LINK:
      if (take_u32(&rest, &io->link) < 0) return malformed(p, field->tag, "a link has a number");
      if (io->link >= LINK_MAX) return refuse(p->why, REFUSE_BAD_STDIO, field->tag, "links are numbered 0 to %u", LINK_MAX - 1);
      break;
    case STDIO_BLOB:
      if (fd != 0) return refuse(p->why, REFUSE_BAD_STDIO, field->tag, "only descriptor 0 may be a blob");
      io->blob = rest;
      rest.length = 0;
      if (!is_hex_digits(io->blob)) return malformed(p, field->tag, "a blob is named by 64 hex digits");
      break;
    default:
      return malformed(p, field->tag, "unknown kind of descriptor");
  }
  return rest.length ? malformed(p, field->tag, "longer than its parts") : 0;
}

static int parse_stdio(struct parser *p, const struct field *field) {
  struct span rest = field->value;
  uint32_t fd, kind;
  if (take_u32(&rest, &fd) < 0 || take_u32(&rest, &kind) < 0) return malformed(p, field->tag, "shorter than its parts");
  if (fd > 2) return refuse(p->why, REFUSE_BAD_STDIO, field->tag, "descriptors are 0 to 2");
  uint64_t bit = UINT64_C(1) << (48 + fd);
  if (p->seen & bit) return malformed(p, field->tag, "the same descriptor twice");
  p->seen |= bit;
  struct request_stdio *io = &p->out->stdio[fd];
  io->kind = (enum stdio_kind)kind;
  return parse_stdio_rest(p, field, fd, io, rest);
}

static int parse_collect(struct parser *p, const struct field *field) {
  struct request *out = p->out;
  if (out->collect_count >= REQUEST_MAX_COLLECTS)
    return refuse(p->why, REFUSE_OUT_OF_RANGE, field->tag, "more than %u declared outputs", REQUEST_MAX_COLLECTS);
  struct request_collect *collect = &out->collects[out->collect_count];
  struct span rest = field->value;
  if (take_u64(&rest, &collect->most) < 0) return malformed(p, field->tag, "shorter than its parts");
  collect->name = rest;
  if (!name_is_safe(rest)) return refuse(p->why, REFUSE_BAD_NAME, field->tag, "declared output %u has a name that is not allowed", out->collect_count);
  out->collect_count++;
  return 0;
}

static int parse_switch(struct parser *p, const struct field *field) {
  struct request *out = p->out;
  uint64_t value = 0;
  if (parse_number(p, field, &value) < 0) return -1;
  switch (field->tag) {
    case RUN_KEEP:
    case RUN_READ_ONLY:
      if (value > 1) return malformed(p, field->tag, "0 or 1");
      *(field->tag == RUN_KEEP ? &out->keep : &out->read_only) = value;
      return 0;
    case RUN_ARTEFACT:
      if (value == 0) return refuse(p->why, REFUSE_UNKNOWN_ARTEFACT, field->tag, "no artefact has the handle 0");
      out->artefact = value;
      return 0;
    case RUN_BOOT_ARGS:
      if (value == 0 || value > REQUEST_MAX_ARGS) return malformed(p, field->tag, "no number of arguments");
      out->boot_args = (uint32_t)value;
      return 0;
    case RUN_MODE:
      if (value > MODE_PERMISSIVE) return malformed(p, field->tag, "unknown mode");
      out->mode = (enum run_mode)value;
      return 0;
    default:
#ifdef CUPEL_ATTACK_BUILD
      if (value >> WALL_COUNT) return malformed(p, field->tag, "unknown wall");
      out->without = (uint32_t)value;
      return 0;
#else
      return refuse(p->why, REFUSE_NOT_SUPPORTED, field->tag, "walls cannot be left out");
#endif
  }
}

static bool repeats(uint16_t tag) {
  return tag == RUN_ARG || tag == RUN_ENV || tag == RUN_FILE || tag == RUN_BLOB_FILE || tag == RUN_STDIO || tag == RUN_COLLECT;
}

static int parse_field(struct parser *p, const struct field *field) {
  for (size_t row = 0; row < LIMIT_COUNT; row++)
    if (limit_rows[row].tag == field->tag) return parse_limit(p, field, row);
  switch (field->tag) {
    case RUN_PROFILE:
      return parse_text(p, field, &p->out->profile);
    case RUN_CWD:
      return parse_text(p, field, &p->out->cwd);
    case RUN_WARM:
      return parse_text(p, field, &p->out->warm);
    case RUN_ARG:
    case RUN_ENV:
      return parse_argument(p, field);
    case RUN_FILE:
    case RUN_BLOB_FILE:
      return parse_file(p, field);
    case RUN_STDIO:
      return parse_stdio(p, field);
    case RUN_COLLECT:
      return parse_collect(p, field);
    case RUN_READ_ONLY:
    case RUN_KEEP:
    case RUN_ARTEFACT:
    case RUN_BOOT_ARGS:
    case RUN_MODE:
    case RUN_WITHOUT:
      return parse_switch(p, field);
    default:
      return malformed(p, field->tag, "unknown field");
  }
}

/* Two files of one name, or a file where another needs a folder, could only fail once the box stands. */
static int check_names(struct parser *p) {
  const struct request *out = p->out;
  for (uint32_t i = 0; i < out->file_count; i++)
    for (uint32_t j = 0; j < out->file_count; j++) {
      struct span a = out->files[i].name, b = out->files[j].name;
      if (i == j || a.length > b.length || memcmp(a.at, b.at, a.length)) continue;
      if (a.length == b.length || b.at[a.length] == '/') return refuse(p->why, REFUSE_BAD_NAME, RUN_FILE, "files %u and %u cannot both be there", i, j);
    }
  return 0;
}

/* A tmpfs gives out whole pages. Blobs are looked at when they are opened. */
static int check_sizes(struct parser *p) {
  const struct limits *limits = &p->out->limits;
  uint64_t total = 0;
  for (uint32_t i = 0; i < p->out->file_count; i++) {
    uint64_t size = p->out->files[i].is_blob ? 0 : p->out->files[i].content.length;
    total += (size + 4095) / 4096 * 4096;
    if (size > limits->file_size) return refuse(p->why, REFUSE_OUT_OF_RANGE, RUN_FILE, "file %u is larger than a file of this run may be", i);
  }
  if (total > limits->scratch_bytes || p->out->file_count > limits->scratch_inodes)
    return refuse(p->why, REFUSE_OUT_OF_RANGE, RUN_FILE, "the files do not fit into the scratch folder of this run");
  return 0;
}

int request_terminal(const struct request *request) {
  for (int fd = 0; fd < 3; fd++)
    if (request->stdio[fd].kind == STDIO_PTY) return fd;
  return -1;
}

/* What a terminal shows is one stream, that of descriptor 1: another writer on it could not be told apart. */
static int check_terminal(struct parser *p) {
  if (request_terminal(p->out) < 0 || p->out->stdio[1].kind == STDIO_PTY) return 0;
  return refuse(p->why, REFUSE_BAD_STDIO, RUN_STDIO, "where a descriptor is a pty, descriptor 1 is too");
}

static int require(struct parser *p, uint16_t tag) {
  if (p->seen & (UINT64_C(1) << tag)) return 0;
  return refuse(p->why, REFUSE_MISSING, tag, "field %u is required", tag);
}

int request_parse(const uint8_t *payload, size_t length, struct request *out, struct refusal *why) {
  memset(out, 0, sizeof *out);
  struct parser p = {.out = out, .why = why};
  struct span rest = {payload, length};
  struct field field;
  int more;
  while ((more = take_field(&rest, &field)) > 0) {
    if (field.tag >= 48) return malformed(&p, field.tag, "unknown field");
    uint64_t bit = UINT64_C(1) << field.tag;
    if ((p.seen & bit) && !repeats(field.tag)) return malformed(&p, field.tag, "given twice");
    if (parse_field(&p, &field) < 0) return -1;
    p.seen |= bit;
  }
  if (more < 0) return refuse(why, REFUSE_MALFORMED, 0, "a field is longer than its frame");
  if (require(&p, RUN_PROFILE) < 0 || require(&p, RUN_ARG) < 0) return -1;
  for (size_t row = 0; row < LIMIT_COUNT; row++)
    if (require(&p, limit_rows[row].tag) < 0) return -1;
  if (check_terminal(&p) < 0 || check_names(&p) < 0) return -1;
  return check_sizes(&p);
}
