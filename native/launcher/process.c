#define _GNU_SOURCE
#include "process.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "sys.h"

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* The pipes of other runs must not live on in a process of ours: their readers would never see the end. */
static void keep_only(const int *keep, unsigned count) {
  int sorted[16];
  if (count > 0) memcpy(sorted, keep, count * sizeof *keep); /* even of no bytes, not from NULL */
  qsort(sorted, count, sizeof *sorted, by_number);
  unsigned from = 3;
  for (unsigned i = 0; i < count; i++) {
    if (sorted[i] < 0) continue;
    if ((unsigned)sorted[i] > from) sys_close_range(from, (unsigned)sorted[i] - 1, 0);
    from = (unsigned)sorted[i] + 1;
  }
  sys_close_range(from, ~0u, 0);
}

pid_t fork_with(uint64_t clone_flags, const int *keep, unsigned keep_count) {
  struct clone_request request = {.flags = clone_flags, .signal = SIGCHLD};
  pid_t pid = sys_clone(&request);
  if (pid == 0) keep_only(keep, keep_count);
  return pid;
}
