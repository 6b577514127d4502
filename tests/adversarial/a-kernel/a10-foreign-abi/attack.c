/*
 * id: A10
 * attack: makes a system call through the 32-bit gate, whose numbers a filter for 64 bits takes for others
 * walls: seccomp
 * effect: the call answered
 * verdict: SV
 */
#include "facts.h"

int main(void) {
  long result = 20; /* getpid, in the 32-bit table */
  printf("{\"attempt\":\"int 0x80\"}\n");
  fflush(stdout);
  __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
  printf("{\"answered\":%ld}\n", result);
  return 0;
}
