/*
 * id: G6
 * attack: sets the host's clock (to the time that it shows), so that deadlines and leases move
 * walls: capability, user, seccomp
 * effect: the clock could be set
 * verdict: AC
 */
#include "facts.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

int main(void) {
  struct timespec now;
  struct timeval same;
  clock_gettime(CLOCK_REALTIME, &now);
  attempt("clock_settime", syscall(SYS_clock_settime, CLOCK_REALTIME, &now));
  gettimeofday(&same, NULL);
  attempt("settimeofday", syscall(SYS_settimeofday, &same, NULL));
  return 0;
}
