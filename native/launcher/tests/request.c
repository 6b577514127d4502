/* The request parser by examples: what must be accepted, and what must be refused with which code and field. */
#define _GNU_SOURCE
#include "../request.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define ACCEPTED 0

static const struct {
  uint16_t tag;
  uint64_t usual;
} limits[] = {
  {RUN_WALL_TIME, 10000000000u}, {RUN_CPU_TIME, 2000000000u}, {RUN_MEMORY, 256u << 20}, {RUN_PROCESSES, 64},
  {RUN_SCRATCH_BYTES, 64u << 20}, {RUN_SCRATCH_INODES, 4096}, {RUN_STDOUT_BYTES, 1u << 20}, {RUN_STDERR_BYTES, 1u << 20},
  {RUN_FILE_SIZE, 64u << 20}, {RUN_OPEN_FILES, 256}, {RUN_STACK, 8u << 20}, {RUN_CORES, 1000},
};

#define LIMITS (sizeof limits / sizeof limits[0])
#define NO_LIMIT LIMITS

static struct request parsed;

/* All that is required, but for one limit. */
static struct buffer request_without(size_t limit) {
  struct buffer frame = {0};
  buffer_put_text(&frame, RUN_PROFILE, "judge");
  buffer_put_text(&frame, RUN_ARG, "true");
  for (size_t i = 0; i < LIMITS; i++)
    if (i != limit) buffer_put_number(&frame, limits[i].tag, limits[i].usual);
  return frame;
}

static void expect(const char *what, struct buffer *frame, int code, unsigned field) {
  struct refusal why = {0};
  /* A copy of exactly this size, so that a sanitizer sees a read beyond it. */
  uint8_t *bytes = malloc(frame->length ? frame->length : 1);
  if (frame->length) memcpy(bytes, frame->bytes, frame->length);
  int result = request_parse(bytes, frame->length, &parsed, &why);
  CHECK(result == (code == ACCEPTED ? 0 : -1), "%s: %s", what, result ? why.detail : "accepted");
  if (result != 0 && code != ACCEPTED) {
    CHECK((int)why.code == code && why.field == field, "%s: refused with %d of field %u: %s", what, (int)why.code, why.field, why.detail);
    CHECK(why.detail[0] != 0, "%s: refused without a word", what);
  }
  free(bytes);
  buffer_free(frame);
}

static void expect_number(const char *what, uint16_t tag, uint64_t value, int code) {
  struct buffer frame = request_without(NO_LIMIT);
  buffer_put_number(&frame, tag, value);
  expect(what, &frame, code, tag);
}

static void expect_field(const char *what, uint16_t tag, const void *bytes, size_t length, int code) {
  struct buffer frame = request_without(NO_LIMIT);
  buffer_put_field(&frame, tag, bytes, length);
  expect(what, &frame, code, tag);
}

static void expect_words(const char *what, uint16_t tag, const uint32_t *words, size_t count, const char *rest, int code) {
  uint8_t bytes[1024];
  for (size_t i = 0; i < count; i++) write_u32(bytes + 4 * i, words[i]);
  memcpy(bytes + 4 * count, rest, strlen(rest));
  expect_field(what, tag, bytes, 4 * count + strlen(rest), code);
}

static void limits_are_required_and_bounded(void) {
  for (size_t i = 0; i < LIMITS; i++) {
    struct buffer frame = request_without(i);
    expect("a limit is missing", &frame, REFUSE_MISSING, limits[i].tag);
    static const uint64_t impossible[] = {0, UINT64_MAX, INT64_MAX, UINT64_C(1) << 63};
    for (size_t v = 0; v < sizeof impossible / sizeof impossible[0]; v++) {
      frame = request_without(i);
      buffer_put_number(&frame, limits[i].tag, impossible[v]);
      expect("a limit that cannot be", &frame, REFUSE_OUT_OF_RANGE, limits[i].tag);
    }
    frame = request_without(i);
    buffer_put_field(&frame, limits[i].tag, "1234", 4);
    expect("a limit of four bytes", &frame, REFUSE_MALFORMED, limits[i].tag);
    expect_number("a limit twice", limits[i].tag, limits[i].usual, REFUSE_MALFORMED);
  }
}

static void expect_name(const char *name, size_t length, bool allowed) {
  uint8_t file[1024], output[1024] = {1};
  write_u32(file, 0644);
  write_u32(file + 4, (uint32_t)length);
  memcpy(file + 8, name, length);
  memcpy(output + 8, name, length);
  expect_field(name, RUN_FILE, file, 8 + length, allowed ? ACCEPTED : REFUSE_BAD_NAME);
  expect_field(name, RUN_COLLECT, output, 8 + length, allowed ? ACCEPTED : REFUSE_BAD_NAME);
}

static void names_stay_in_the_box(void) {
  static const char *const good[] = {"main.py", "a/b/c.txt", "libstdc++.so.6", ".hidden", "..data", "a..b", "x"};
  static const char *const bad[] = {"", ".", "..", "/", "/etc/passwd", "../x", "a/../b", "a/..", "a//b", "a/", "./a", "a/./b", "-rf", "a/-rf",
                                    "a b", "a\nb", "a\tb", "a\\b", "a\"b", "a$b", "a`b", "a*b", "a;b", "a:b", "caf\xc3\xa9", "\xff", "\xe2\x80\xae" "a",
                                    "\x1b]0;x"};
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) expect_name(good[i], strlen(good[i]), true);
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) expect_name(bad[i], strlen(bad[i]), false);
  expect_name("a\0b", 3, false);
  char component[101];
  memset(component, 'a', sizeof component);
  expect_name(component, 100, true);
  expect_name(component, 101, false);
  char path[NAME_MAX_BYTES + 1];
  for (size_t i = 0; i < sizeof path; i++) path[i] = i % 64 == 63 ? '/' : 'b';
  expect_name(path, NAME_MAX_BYTES, true);
  path[NAME_MAX_BYTES] = 'b';
  expect_name(path, NAME_MAX_BYTES + 1, false);
}

static void descriptors(void) {
  expect_words("stdin from a pipe", RUN_STDIO, (uint32_t[]){0, STDIO_PIPE}, 2, "", ACCEPTED);
  expect_words("stdin from a blob", RUN_STDIO, (uint32_t[]){0, STDIO_BLOB}, 2, DIGEST, ACCEPTED);
  expect_words("stderr to stdout", RUN_STDIO, (uint32_t[]){2, STDIO_STDOUT}, 2, "", ACCEPTED);
  expect_words("a link", RUN_STDIO, (uint32_t[]){1, STDIO_LINK, LINK_MAX - 1}, 3, "", ACCEPTED);
  expect_words("a link too far", RUN_STDIO, (uint32_t[]){1, STDIO_LINK, LINK_MAX}, 3, "", REFUSE_BAD_STDIO);
  expect_words("a terminal", RUN_STDIO, (uint32_t[]){1, STDIO_PTY, 65535, 65535}, 4, "", ACCEPTED);
  expect_words("a terminal with too many rows", RUN_STDIO, (uint32_t[]){1, STDIO_PTY, 65536, 80}, 4, "", REFUSE_OUT_OF_RANGE);
  expect_words("a terminal without columns", RUN_STDIO, (uint32_t[]){1, STDIO_PTY, 24}, 3, "", REFUSE_MALFORMED);
  expect_words("keys from a terminal that shows nothing", RUN_STDIO, (uint32_t[]){0, STDIO_PTY, 24, 80}, 4, "", REFUSE_BAD_STDIO);
  expect_words("descriptor 3", RUN_STDIO, (uint32_t[]){3, STDIO_PIPE}, 2, "", REFUSE_BAD_STDIO);
  expect_words("descriptor -1", RUN_STDIO, (uint32_t[]){0xffffffffu, STDIO_PIPE}, 2, "", REFUSE_BAD_STDIO);
  expect_words("stdout from a blob", RUN_STDIO, (uint32_t[]){1, STDIO_BLOB}, 2, DIGEST, REFUSE_BAD_STDIO);
  expect_words("stdin to stdout", RUN_STDIO, (uint32_t[]){0, STDIO_STDOUT}, 2, "", REFUSE_BAD_STDIO);
  expect_words("a kind that is none", RUN_STDIO, (uint32_t[]){0, 99}, 2, "", REFUSE_MALFORMED);
  expect_words("a pipe with more", RUN_STDIO, (uint32_t[]){0, STDIO_PIPE, 0}, 3, "", REFUSE_MALFORMED);
  expect_words("half a descriptor", RUN_STDIO, (uint32_t[]){0}, 1, "", REFUSE_MALFORMED);
  expect_words("a blob with upper case digits", RUN_STDIO, (uint32_t[]){0, STDIO_BLOB}, 2,
               "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF", REFUSE_MALFORMED);
  expect_words("a blob that is a path", RUN_STDIO, (uint32_t[]){0, STDIO_BLOB}, 2,
               "../../../../../../../../../../../../../../../../../../etc/passwd", REFUSE_MALFORMED);
}

static void files(void) {
  expect_words("an empty file", RUN_FILE, (uint32_t[]){0644, 7}, 2, "main.py", ACCEPTED);
  expect_words("a blob", RUN_BLOB_FILE, (uint32_t[]){0644, 5}, 2, "input" DIGEST, ACCEPTED);
  expect_words("a blob without digest", RUN_BLOB_FILE, (uint32_t[]){0644, 5}, 2, "input", REFUSE_MALFORMED);
  expect_words("set-user-id", RUN_FILE, (uint32_t[]){04755, 7}, 2, "main.py", REFUSE_MALFORMED);
  expect_words("a name longer than its field", RUN_FILE, (uint32_t[]){0644, 8}, 2, "main.py", REFUSE_MALFORMED);
  expect_words("a name of 4 GiB", RUN_FILE, (uint32_t[]){0644, 0xffffffffu}, 2, "main.py", REFUSE_MALFORMED);
}

static void put_file(struct buffer *frame, const char *name, size_t bytes) {
  static uint8_t file[1 << 17];
  write_u32(file, 0644);
  write_u32(file + 4, (uint32_t)strlen(name));
  memcpy(file + 8, name, strlen(name));
  buffer_put_field(frame, RUN_FILE, file, 8 + strlen(name) + bytes);
}

static void expect_files(const char *what, const char *first, const char *second, int code) {
  struct buffer frame = request_without(NO_LIMIT);
  put_file(&frame, first, 0);
  put_file(&frame, second, 0);
  expect(what, &frame, code, RUN_FILE);
}

/* What could only fail once the box stands is the caller's mistake all the same, and is said before. */
static void files_fit_together(void) {
  expect_files("two names", "a", "ab", ACCEPTED);
  expect_files("two in a folder", "a/b", "a/c", ACCEPTED);
  expect_files("one name twice", "a", "a", REFUSE_BAD_NAME);
  expect_files("a file that is a folder too", "a", "a/b", REFUSE_BAD_NAME);
  expect_files("a folder that is a file too", "a/b", "a", REFUSE_BAD_NAME);
  struct buffer frame = request_without(NO_LIMIT);
  for (size_t i = 0; i < REQUEST_MAX_FILES + 1; i++) {
    char name[16];
    snprintf(name, sizeof name, "file%zu", i);
    put_file(&frame, name, 0);
  }
  expect("more files than there may be", &frame, REFUSE_OUT_OF_RANGE, RUN_FILE);
}

static void expect_file_under(uint16_t limit, uint64_t value, size_t bytes, int code) {
  struct buffer frame = {0};
  buffer_put_text(&frame, RUN_PROFILE, "judge");
  buffer_put_text(&frame, RUN_ARG, "true");
  for (size_t i = 0; i < LIMITS; i++) buffer_put_number(&frame, limits[i].tag, limits[i].tag == limit ? value : limits[i].usual);
  put_file(&frame, "file", bytes);
  expect("a file under a limit", &frame, code, RUN_FILE);
}

static void files_fit_the_limits(void) {
  expect_file_under(RUN_FILE_SIZE, 5000, 5000, ACCEPTED);
  expect_file_under(RUN_FILE_SIZE, 5000, 5001, REFUSE_OUT_OF_RANGE);
  expect_file_under(RUN_SCRATCH_BYTES, 8192, 8192, ACCEPTED);
  expect_file_under(RUN_SCRATCH_BYTES, 8192, 8193, REFUSE_OUT_OF_RANGE);
}

static void texts_and_switches(void) {
  expect_field("an empty argument", RUN_ARG, "", 0, ACCEPTED);
  expect_field("an argument with a NUL", RUN_ARG, "a\0b", 3, REFUSE_MALFORMED);
  expect_field("a variable", RUN_ENV, "A=", 2, ACCEPTED);
  expect_field("a variable without a name", RUN_ENV, "=A", 2, REFUSE_MALFORMED);
  expect_field("a variable without a value", RUN_ENV, "A", 1, REFUSE_MALFORMED);
  expect_field("an unknown field", 47, "", 0, REFUSE_MALFORMED);
  expect_field("a field far off", 65535, "", 0, REFUSE_MALFORMED);
  expect_number("keep", RUN_KEEP, 1, ACCEPTED);
  expect_number("keep twice as much", RUN_KEEP, 2, REFUSE_MALFORMED);
  expect_number("artefact 0", RUN_ARTEFACT, 0, REFUSE_UNKNOWN_ARTEFACT);
  expect_number("permissive", RUN_MODE, MODE_PERMISSIVE, ACCEPTED);
  expect_number("a mode that is none", RUN_MODE, 2, REFUSE_MALFORMED);
#ifndef CUPEL_ATTACK_BUILD
  expect_number("without any wall", RUN_WITHOUT, (1u << WALL_COUNT) - 1, REFUSE_NOT_SUPPORTED);
  expect_number("without none", RUN_WITHOUT, 0, REFUSE_NOT_SUPPORTED);
#endif
}

/* A frame that ends anywhere before its end is refused: nothing required may be missed for want of bytes. */
static void every_beginning_is_refused(void) {
  struct buffer whole = request_without(NO_LIMIT);
  for (size_t length = 0; length < whole.length; length++) {
    struct refusal why = {0};
    uint8_t *bytes = malloc(length ? length : 1);
    if (length) memcpy(bytes, whole.bytes, length);
    CHECK(request_parse(bytes, length, &parsed, &why) == -1, "%zu of %zu bytes are enough", length, whole.length);
    free(bytes);
  }
  expect("the whole of it", &whole, ACCEPTED, 0);
}

int main(void) {
  limits_are_required_and_bounded();
  names_stay_in_the_box();
  descriptors();
  files();
  files_fit_together();
  files_fit_the_limits();
  texts_and_switches();
  every_beginning_is_refused();
  return checks_result("request");
}
