/*
 * id: C1
 * attack: forks without end, each child in a session of its own
 * walls: cgroup
 * effect: more processes on the host than the run may have
 * verdict: TLE or PLE
 */
#include "facts.h"

int main(void) {
  attempt("start", 0);
  nice(19); /* so that whoever counts the processes gets a turn */
  for (;;) {
    int child = fork();
    if (child < 0) usleep(10000);
    if (child == 0) setsid();
  }
}
