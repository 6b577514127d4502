/*
 * id: C9
 * attack: dies with its whole memory in a core file
 * walls: rlimit
 * effect: a core file in its folder
 * verdict: SIG
 */
#include "facts.h"

#include <stdlib.h>

int main(void) {
  attempt("start", 0);
  abort();
}
