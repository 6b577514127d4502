/*
 * id: C1
 * attack: forks without end, each child in a session of its own
 * walls: cgroup, rlimit
 * effect: more processes on the host than the run may have
 * verdict: TLE or PLE
 */
#include "facts.h"

int main(void) {
  attempt("start", 0);
  for (;;) {
    int child = fork();
    if (child < 0) usleep(1000);
    if (child == 0) setsid();
  }
}
