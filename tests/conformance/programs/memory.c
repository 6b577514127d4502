/* memory MODE MIB: touches so many MiB of heap, maps them without touching, recurses through them, or lets a child touch them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB (1ul << 20)

static void touch(size_t mib) {
  volatile char *bytes = malloc(mib * MIB);
  if (!bytes) exit(8);
  for (size_t at = 0; at < mib * MIB; at += 4096) bytes[at] = 1;
}

static size_t recurse(size_t frames) {
  volatile char frame[4096];
  memset((char *)frame, 1, sizeof frame);
  return frames ? recurse(frames - 1) + (size_t)frame[7] : 0;
}

static void touch_in_child(size_t mib) {
  pid_t child = fork();
  if (child < 0) exit(9);
  if (child == 0) {
    touch(mib);
    _exit(0);
  }
  waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
  if (argc != 3) return 9;
  size_t mib = strtoul(argv[2], NULL, 10);
  if (!strcmp(argv[1], "touch")) touch(mib);
  else if (!strcmp(argv[1], "child")) touch_in_child(mib);
  else if (!strcmp(argv[1], "stack")) recurse(mib * 256);
  else if (mmap(NULL, mib * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) return 8;
  puts("survived");
  return 0;
}
