/*
 * id: G4
 * attack: writes its answer from a child while the parent only waits; and has another child write after the program's end
 * walls: none
 * control: documented behaviour: everything that is written before the box dies counts, nothing after it
 * effect: output of a process that outlived the program
 * verdict: AC
 */
#include "facts.h"

#include <stdlib.h>
#include <sys/wait.h>

int main(void) {
  int writer = fork();
  if (writer == 0) {
    attempt("write from a child", 0);
    _exit(0);
  }
  waitpid(writer, NULL, 0);
  if (fork()) return 0;
  sleep(2);
  attempt("write too late", 0);
  return 0;
}
