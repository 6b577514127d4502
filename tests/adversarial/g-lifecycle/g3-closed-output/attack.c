/*
 * id: G3b
 * attack: closes its output and goes on, so that whoever waits for the end of the output takes the run for over
 * walls: none
 * control: nothing is attacked but our own waiting: the proof is the exit code, which comes later
 * effect: a verdict before the program has ended
 * verdict: RE
 */
#include "facts.h"

#define LAST_WORD 7

int main(void) {
  attempt("close", 0);
  close(1);
  close(2);
  usleep(100000);
  return LAST_WORD;
}
