/*
 * Prints the rate of the processor's time-stamp counter in kHz. An emulated processor counts with the host's, and its
 * guest has no second clock good enough to find the rate by itself.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

enum { MEASURE_NS = 50000000 };

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_RAW, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int main(void) {
  const int64_t start = now_ns();
  const uint64_t first = __rdtsc();
  int64_t elapsed;
  do {
    elapsed = now_ns() - start;
  } while (elapsed < MEASURE_NS);
  const uint64_t ticks = __rdtsc() - first;
  printf("%llu\n", (unsigned long long)((double)ticks * 1e6 / (double)elapsed));
  return 0;
}
