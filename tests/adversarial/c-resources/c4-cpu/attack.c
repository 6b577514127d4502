/*
 * id: C4
 * attack: burns in threads and in children one after the other, each below any limit of its own
 * walls: cgroup
 * effect: the program ends by itself, having burnt three times its CPU time
 * verdict: TLE
 */
#include "facts.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

static void *burn(void *milliseconds) {
  struct timespec now;
  do clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < (long)milliseconds);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  void *each = (void *)atol(argv[1]);
  attempt("start", 0);
  for (int children = 0; children < 4; children++) {
    pthread_t thread;
    if (fork()) continue;
    pthread_create(&thread, NULL, burn, each);
    burn(each);
    pthread_join(thread, NULL);
    return 0;
  }
  while (wait(NULL) > 0) {
  }
  struct rusage burnt;
  getrusage(RUSAGE_CHILDREN, &burnt);
  printf("{\"burnt\":%ld}\n", (burnt.ru_utime.tv_sec + burnt.ru_stime.tv_sec) * 1000 + (burnt.ru_utime.tv_usec + burnt.ru_stime.tv_usec) / 1000);
  return 0;
}
