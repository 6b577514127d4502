/*
 * id: C2
 * attack: starts threads until it is refused
 * walls: cgroup
 * effect: more threads on the host than the run may have
 * verdict: PLE
 */
#include "facts.h"

#include <pthread.h>

#define ENOUGH 200 /* above the limit of the run and below that of the guard around the control */

static void *wait_for_ever(void *nothing) {
  for (;;) pause();
  return nothing;
}

int main(void) {
  int started = 0;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 32768);
  for (pthread_t thread; started < ENOUGH; started++)
    if (pthread_create(&thread, &small, wait_for_ever, NULL)) break;
  printf("{\"attempt\":\"threads\",\"result\":%d}\n", started);
  hold();
  return started < ENOUGH;
}
