/* A failed check prints where and why (the first of them do) and lets the others run; `checks_result` is the exit code of the test. */
#ifndef CUPEL_TESTS_CHECK_H
#define CUPEL_TESTS_CHECK_H

#include <stdio.h>

#define CHECKS_SHOWN 20

static unsigned checks_made, checks_failed;

#define CHECK(condition, ...) \
  do { \
    checks_made++; \
    if (!(condition) && checks_failed++ < CHECKS_SHOWN) { \
      fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition); \
      fprintf(stderr, __VA_ARGS__); \
      fputc('\n', stderr); \
    } \
  } while (0)

static inline int checks_result(const char *name) {
  printf("%s: %u checks, %u failed\n", name, checks_made, checks_failed);
  return checks_failed != 0 || checks_made == 0;
}

#endif
