/*
 * bare RUNS AT_ONCE PROGRAM [ARG...]
 *
 * fork, exec and wait, RUNS times with AT_ONCE of them under way: what the kernel asks for a process without any wall,
 * and the way in which the peers' commands are started. "{}" in an argument becomes a number of its own for each run.
 * Prints "elapsed NS", then the nanoseconds of each run, one a line. A run that does not end with code 0 ends it all:
 * failing runs are quick.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

enum { AT_ONCE_MOST = 256, ARGUMENT_BYTES = 256 };

struct started {
  pid_t process;
  uint64_t at;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* In the child, so that its cost is part of no other contender's base. */
static void number_arguments(char **arguments, size_t run) {
  static char numbered[8][ARGUMENT_BYTES];
  size_t used = 0;
  for (char **argument = arguments; *argument && used < 8; argument++) {
    const char *place = strstr(*argument, "{}");
    if (!place) continue;
    snprintf(numbered[used], ARGUMENT_BYTES, "%.*s%d-%zu%s", (int)(place - *argument), *argument, (int)getppid(), run, place + 2);
    *argument = numbered[used++];
  }
}

static pid_t start(char **arguments, size_t run) {
  const pid_t process = fork();
  if (process < 0) fail("fork");
  if (process > 0) return process;
  number_arguments(arguments, run);
  const int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, 0);
  dup2(nothing, 1);
  execv(arguments[0], arguments);
  _exit(127);
}

/* Waits for any of them, frees its slot and returns the time that it took. */
static uint64_t finish(struct started *slots, size_t at_once, size_t *slot) {
  int status;
  const pid_t ended = waitpid(-1, &status, 0);
  const uint64_t now = now_ns();
  if (ended < 0) fail("waitpid");
  if (status != 0) {
    fprintf(stderr, "a run ended with status 0x%x\n", (unsigned)status);
    exit(1);
  }
  for (*slot = 0; *slot < at_once && slots[*slot].process != ended; (*slot)++) continue;
  return now - slots[*slot].at;
}

int main(int count, char **arguments) {
  if (count < 4) return 2;
  const size_t runs = strtoul(arguments[1], NULL, 10), at_once = strtoul(arguments[2], NULL, 10);
  if (runs == 0 || at_once == 0 || at_once > AT_ONCE_MOST || at_once > runs) return 2;
  uint64_t *times = calloc(runs, sizeof *times);
  if (!times) fail("calloc");
  struct started slots[AT_ONCE_MOST];
  size_t begun = 0, done = 0;
  const uint64_t first = now_ns();
  while (done < runs) {
    size_t slot = begun;
    if (begun >= at_once) times[done++] = finish(slots, at_once, &slot);
    if (begun >= runs) continue;
    slots[slot].at = now_ns();
    slots[slot].process = start(arguments + 3, begun++);
  }
  printf("elapsed %llu\n", (unsigned long long)(now_ns() - first));
  for (size_t i = 0; i < runs; i++) printf("%llu\n", (unsigned long long)times[i]);
  return 0;
}
