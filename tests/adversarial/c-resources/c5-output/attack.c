/*
 * id: C5
 * attack: floods stdout, stderr or both, without a line break
 * walls: none
 * control: the same program read without a cap gives more than the cap
 * effect: more bytes than the cap in what was kept, or a launcher grown by more than twice the cap
 * verdict: OLE
 */
#include "facts.h"

#include <stdlib.h>

/* argv: bit mask of the descriptors to flood */
int main(int argc, char **argv) {
  static char block[1 << 16];
  int which = argc > 1 ? atoi(argv[1]) : 2;
  attempt("start", 0);
  memset(block, 'x', sizeof block);
  for (;;)
    for (int descriptor = 1; descriptor < 3; descriptor++)
      if ((which >> descriptor & 1) && write(descriptor, block, sizeof block) < 0) return 1;
}
