/* burn MODE COUNT MS: uses MS milliseconds of CPU in each of COUNT processes or threads, or of processes one after another. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long budget_ms;

static long used_ms(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *burn(void *unused) {
  long start = used_ms(CLOCK_THREAD_CPUTIME_ID);
  while (used_ms(CLOCK_THREAD_CPUTIME_ID) - start < budget_ms)
    for (volatile int i = 0; i < 100000; i++) continue;
  return unused;
}

static void burn_in_threads(int count) {
  pthread_t threads[64];
  for (int i = 0; i < count; i++)
    if (pthread_create(&threads[i], NULL, burn, NULL)) exit(9);
  for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
}

static void burn_in_processes(int count, int together) {
  for (int i = 0; i < count; i++) {
    pid_t child = fork();
    if (child < 0) exit(9);
    if (child == 0) {
      burn(NULL);
      _exit(0);
    }
    if (!together) waitpid(child, NULL, 0);
  }
  while (wait(NULL) > 0) continue;
}

int main(int argc, char **argv) {
  if (argc != 4) return 9;
  int count = atoi(argv[2]);
  budget_ms = atol(argv[3]);
  if (!strcmp(argv[1], "threads")) burn_in_threads(count);
  else burn_in_processes(count, !strcmp(argv[1], "together"));
  puts("burnt");
  return 0;
}
