/*
 * id: G1
 * attack: leaves a daemon behind: forked twice, in a session of its own, deaf to signals
 * walls: pid
 * effect: a process of the run is alive after the verdict
 * verdict: AC
 */
#include "facts.h"

#include <signal.h>
#include <stdlib.h>

#define LIFE_SECONDS 20 /* where the attack succeeds, the host is rid of it by itself */

int main(void) {
  int first = fork();
  attempt("fork", first);
  if (first) return usleep(100000) ? 1 : 0;
  setsid();
  if (fork()) return 0;
  for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  for (int tenth = 0; tenth < LIFE_SECONDS * 10; tenth++) usleep(100000);
  return 0;
}
