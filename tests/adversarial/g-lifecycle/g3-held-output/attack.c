/*
 * id: G3
 * attack: a child holds stdout open long after the program has ended
 * walls: pid
 * effect: the child is alive after the verdict, or the verdict waits for it
 * verdict: AC
 */
#include "facts.h"

#include <signal.h>

#define LIFE_SECONDS 20

int main(void) {
  attempt("start", 0);
  if (fork()) return 0;
  for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  for (int tenth = 0; tenth < LIFE_SECONDS * 10; tenth++) usleep(100000);
  return 0;
}
