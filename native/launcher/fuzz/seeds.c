/* Writes the fuzzer's first inputs into the folder that it is given: requests as clients send them, and some that they should not. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../bytes.h"
#include "../protocol.h"

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char *folder;

static void save(const char *name, struct buffer *seed) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  if (file == NULL || fwrite(seed->bytes, 1, seed->length, file) != seed->length || fclose(file) != 0) {
    perror(path);
    exit(1);
  }
  buffer_free(seed);
}

static void put_parts(struct buffer *seed, uint16_t tag, const uint32_t *words, size_t count, const char *rest) {
  uint8_t bytes[512];
  for (size_t i = 0; i < count; i++) write_u32(bytes + 4 * i, words[i]);
  memcpy(bytes + 4 * count, rest, strlen(rest));
  buffer_put_field(seed, tag, bytes, 4 * count + strlen(rest));
}

static void put_file(struct buffer *seed, uint16_t tag, const char *name, const char *content) {
  char rest[400];
  snprintf(rest, sizeof rest, "%s%s", name, content);
  put_parts(seed, tag, (uint32_t[]){0644, (uint32_t)strlen(name)}, 2, rest);
}

static void put_limits(struct buffer *seed) {
  static const uint64_t limits[][2] = {
    {RUN_WALL_TIME, 10000000000u}, {RUN_CPU_TIME, 2000000000u}, {RUN_MEMORY, 256u << 20}, {RUN_PROCESSES, 64},
    {RUN_SCRATCH_BYTES, 64u << 20}, {RUN_SCRATCH_INODES, 4096}, {RUN_STDOUT_BYTES, 1u << 20}, {RUN_STDERR_BYTES, 1u << 20},
    {RUN_FILE_SIZE, 64u << 20}, {RUN_OPEN_FILES, 256}, {RUN_STACK, 8u << 20}, {RUN_CORES, 1000},
  };
  for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) buffer_put_number(seed, (uint16_t)limits[i][0], limits[i][1]);
}

static struct buffer smallest(void) {
  struct buffer seed = {0};
  buffer_put_text(&seed, RUN_PROFILE, "default");
  buffer_put_text(&seed, RUN_ARG, "true");
  put_limits(&seed);
  return seed;
}

static void save_with_name(const char *seed_name, const char *name) {
  struct buffer seed = smallest();
  put_file(&seed, RUN_FILE, name, "content");
  save(seed_name, &seed);
}

static struct buffer everything(void) {
  struct buffer seed = smallest();
  buffer_put_text(&seed, RUN_ARG, "-c");
  buffer_put_text(&seed, RUN_ENV, "LANG=C.UTF-8");
  buffer_put_text(&seed, RUN_CWD, "/box");
  put_file(&seed, RUN_FILE, "main.py", "print(1)\n");
  put_file(&seed, RUN_FILE, "folder/data.txt", "");
  put_file(&seed, RUN_BLOB_FILE, "input.bin", DIGEST);
  put_parts(&seed, RUN_STDIO, (uint32_t[]){0, STDIO_BLOB}, 2, DIGEST);
  put_parts(&seed, RUN_STDIO, (uint32_t[]){1, STDIO_PIPE}, 2, "");
  put_parts(&seed, RUN_STDIO, (uint32_t[]){2, STDIO_STDOUT}, 2, "");
  put_parts(&seed, RUN_COLLECT, (uint32_t[]){1u << 20, 0}, 2, "out.txt");
  buffer_put_number(&seed, RUN_KEEP, 1);
  buffer_put_number(&seed, RUN_ARTEFACT, 7);
  buffer_put_number(&seed, RUN_MODE, MODE_PERMISSIVE);
  return seed;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  folder = argv[1];
  struct buffer seed = smallest();
  save("smallest", &seed);
  seed = everything();
  save("everything", &seed);
  seed = everything();
  seed.length -= 3;
  save("cut-short", &seed);
  seed = smallest();
  put_parts(&seed, RUN_STDIO, (uint32_t[]){0, STDIO_LINK, 3}, 3, "");
  put_parts(&seed, RUN_STDIO, (uint32_t[]){1, STDIO_PTY, 24, 80}, 4, "");
  save("links-and-terminals", &seed);
  seed = smallest();
  buffer_put_number(&seed, RUN_WITHOUT, 0x7ff);
  save("no-walls-please", &seed);
  seed = smallest();
  put_parts(&seed, RUN_FILE, (uint32_t[]){0644, 0xffffffffu}, 2, "name");
  save("length-of-4-gib", &seed);
  save_with_name("name-upwards", "../../etc/passwd");
  save_with_name("name-absolute", "/etc/passwd");
  save_with_name("name-option", "-rf");
  save_with_name("name-newline", "a\nb");
  return 0;
}
