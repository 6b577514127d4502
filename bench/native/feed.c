/*
 * feed RUNS AT_ONCE PREFIX FILES PROGRAM [ARG...]
 *
 * As bare, with an input: run i reads the file PREFIX<i modulo FILES> from its stdin and writes to a file of its own, for
 * whoever compares outputs must at least have them. Prints "elapsed NS", then the nanoseconds of each run, one a line.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

enum { AT_ONCE_MOST = 256, PATH_BYTES = 512 };

struct plan {
  const char *prefix;
  size_t files;
  char **arguments;
};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static pid_t start(const struct plan *plan, size_t run) {
  const pid_t process = fork();
  if (process < 0) fail("fork");
  if (process > 0) return process;
  char path[PATH_BYTES];
  snprintf(path, sizeof path, "%s%zu", plan->prefix, run % plan->files);
  const int input = open(path, O_RDONLY);
  snprintf(path, sizeof path, "%sout-%d", plan->prefix, (int)getpid());
  const int output = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  unlink(path);
  if (input < 0 || output < 0) fail(path);
  dup2(input, 0);
  dup2(output, 1);
  execv(plan->arguments[0], plan->arguments);
  _exit(127);
}

static size_t wait_for_any(const pid_t *processes, size_t at_once) {
  int status;
  const pid_t ended = waitpid(-1, &status, 0);
  if (ended < 0) fail("waitpid");
  /* Failing runs are quick. */
  if (status != 0) {
    fprintf(stderr, "a run ended with status 0x%x\n", (unsigned)status);
    exit(1);
  }
  size_t slot = 0;
  while (slot < at_once && processes[slot] != ended) slot++;
  return slot;
}

int main(int count, char **arguments) {
  if (count < 6) return 2;
  const size_t runs = strtoul(arguments[1], NULL, 10), at_once = strtoul(arguments[2], NULL, 10);
  const struct plan plan = {arguments[3], strtoul(arguments[4], NULL, 10), arguments + 5};
  if (runs == 0 || at_once == 0 || at_once > AT_ONCE_MOST || at_once > runs || plan.files == 0) return 2;
  uint64_t *times = calloc(runs, sizeof *times), starts[AT_ONCE_MOST];
  if (!times) fail("calloc");
  pid_t processes[AT_ONCE_MOST];
  const uint64_t first = now_ns();
  for (size_t begun = 0, done = 0; done < runs;) {
    size_t slot = begun;
    if (begun >= at_once) {
      slot = wait_for_any(processes, at_once);
      times[done++] = now_ns() - starts[slot];
    }
    if (begun >= runs) continue;
    starts[slot] = now_ns();
    processes[slot] = start(&plan, begun++);
  }
  printf("elapsed %llu\n", (unsigned long long)(now_ns() - first));
  for (size_t i = 0; i < runs; i++) printf("%llu\n", (unsigned long long)times[i]);
  return 0;
}
