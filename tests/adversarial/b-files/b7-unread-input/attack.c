/*
 * id: B7
 * attack: ends at once, or closes its input, while 100 MiB of it are still on the way
 * walls: none
 * control: nothing is attacked but our own patience: the proof is that the verdict is no IE and the next run is served
 * effect: an IE, a launcher that has gone, or a worker that hangs
 * verdict: AC
 */
#include "facts.h"

int main(int argc, char **argv) {
  attempt("leave input unread", 0);
  if (argc > 1 && !strcmp(argv[1], "close")) {
    close(0);
    usleep(50000);
  }
  return 0;
}
