/* What an attack tells: one JSON object a line. The harness decides what it means; no program ever says that it was stopped. */
#ifndef CUPEL_FACTS_H
#define CUPEL_FACTS_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Tells how an attempt ended; `result` below 0 means that errno says why. Returns whether it succeeded. */
static inline int attempt(const char *name, long result) {
  const char *why = result < 0 ? strerrorname_np(errno) : NULL;
  printf("{\"attempt\":\"%s\",\"result\":%ld,\"errno\":\"%s\"}\n", name, result, why ? why : "");
  fflush(stdout);
  return result >= 0;
}

/* Waits until the harness has looked from outside; it ends our input when it has. */
static inline void hold(void) {
  char byte;
  printf("{\"hold\":true}\n");
  fflush(stdout);
  while (read(0, &byte, 1) > 0) {
  }
}

#endif
