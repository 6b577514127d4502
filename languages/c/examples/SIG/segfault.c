/* Writes where nothing is. */
#include <stdio.h>

int main(void) {
  int *nowhere = NULL;
  puts("here I go");
  fflush(stdout);
  *nowhere = 42;
  return 0;
}
