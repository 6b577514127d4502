/*
 * id: A10b
 * attack: makes a system call by its x32 number, which passes lists that compare whole numbers
 * walls: none
 * control: kernels built without x32 answer ENOSYS by themselves; the kill, with this number in the evidence, is the proof
 * effect: the call answered or failed as an ordinary one
 * verdict: SV
 */
#include "facts.h"

#include <sys/syscall.h>

int main(void) {
  printf("{\"attempt\":\"x32\"}\n");
  fflush(stdout);
  attempt("answered", syscall(0x40000000L + SYS_getpid));
  return 0;
}
