/*
 * id: G7
 * attack: asks for limits of 0, of nothing and of more than there is
 * walls: none
 * control: the same request with sound limits runs
 * effect: a run that started under such a limit
 * verdict: refused
 */
#include "facts.h"

int main(void) {
  attempt("run", 0);
  return 0;
}
