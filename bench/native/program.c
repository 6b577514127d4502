/* A small submission: some work, some memory, a line of output. */
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 20000 };

static int ascending(const void *left, const void *right) {
  const unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;
  return (a > b) - (a < b);
}

int main(void) {
  unsigned *numbers = malloc(SIZE * sizeof *numbers), next = 1;
  if (!numbers) return 1;
  for (size_t i = 0; i < SIZE; i++) numbers[i] = next = next * 1664525u + 1013904223u;
  qsort(numbers, SIZE, sizeof *numbers, ascending);
  printf("%u\n", numbers[SIZE / 2]);
  free(numbers);
  return 0;
}
