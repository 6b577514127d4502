/* flood FD [BYTES]: writes for ever, or so many bytes, to a descriptor, a MiB at a time. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  static char block[1 << 20];
  if (argc < 2) return 9;
  memset(block, 'x', sizeof block);
  size_t left = argc > 2 ? strtoul(argv[2], NULL, 10) : ~0ul;
  while (left > 0) {
    ssize_t written = write(atoi(argv[1]), block, left < sizeof block ? left : sizeof block);
    if (written < 0) return 1;
    left -= (size_t)written;
  }
  return 0;
}
