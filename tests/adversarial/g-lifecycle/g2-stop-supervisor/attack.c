/*
 * id: G2
 * attack: stops its parent, its process 1 and itself, deaf to the signals that ask it to end
 * walls: pid, user
 * effect: the launcher stands still
 * verdict: TLE
 */
#include "facts.h"

#include <signal.h>

int main(void) {
  int parent = getppid();
  for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  attempt("stop process 1", kill(1, SIGSTOP));
  if (parent > 1) attempt("stop parent", kill(parent, SIGSTOP));
  attempt("stop group", kill(0, SIGCONT));
  for (;;) pause();
}
