/*
 * id: C8
 * attack: uses no CPU time for ever: sleeps, or stops itself, with every signal ignored that can be
 * walls: none
 * control: the same program started by hand is still there after the time
 * effect: the program is there after its wall time
 * verdict: TLE
 */
#include "facts.h"

#include <signal.h>

int main(int argc, char **argv) {
  for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  attempt("start", 0);
  if (argc > 1 && !strcmp(argv[1], "stop")) kill(getpid(), SIGSTOP);
  for (;;) pause();
}
