/*
 * id: C7
 * attack: opens pipes until it is refused
 * walls: rlimit
 * effect: more descriptors on the host than the run may have
 * verdict: AC
 */
#include "facts.h"

#define ENOUGH 600

int main(void) {
  int ends[2], opened = 0;
  while (opened < ENOUGH && !pipe(ends)) opened++;
  printf("{\"attempt\":\"pipes\",\"result\":%d}\n", opened);
  hold();
  return 0;
}
