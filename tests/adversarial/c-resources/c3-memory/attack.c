/*
 * id: C3
 * attack: takes three times its memory: on the heap, in children, in a memfd, in files of /tmp and /dev/shm, in pipes
 * walls: cgroup
 * effect: the memory is held, which is seen as the guard's own usage
 * verdict: MLE
 */
#include "facts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#define PIECE (1 << 20)

static char piece[PIECE];

static int heap(void) {
  char *memory = malloc(PIECE);
  if (memory) memset(memory, 7, PIECE);
  __asm__ volatile("" : : "r"(memory) : "memory"); /* or the compiler leaves both out */
  return memory ? 0 : -1;
}

static int child(void) {
  int started = fork();
  if (started) return usleep(2000) || started < 0 ? -1 : 0;
  heap();
  for (;;) pause();
}

static int append(const char *path) {
  static int file = -1;
  if (file < 0) file = path ? open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600) : (int)memfd_create("memory", 0);
  if (path) unlink(path);
  return file >= 0 && write(file, piece, PIECE) == PIECE ? 0 : -1;
}

static int fill_pipe(void) {
  int ends[2];
  if (pipe(ends)) return -1;
  fcntl(ends[1], F_SETPIPE_SZ, PIECE);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  return write(ends[1], piece, PIECE) > 0 ? 0 : -1;
}

static int take(const char *from) {
  if (!strcmp(from, "heap")) return heap();
  if (!strcmp(from, "children")) return child();
  if (!strcmp(from, "memfd")) return append(NULL);
  if (!strcmp(from, "pipes")) return fill_pipe();
  return append(from);
}

/* argv: where from, how many MiB */
int main(int argc, char **argv) {
  if (argc < 3) return 1;
  int wanted = atoi(argv[2]), taken = 0;
  attempt("start", 0);
  memset(piece, 7, sizeof piece);
  while (taken < wanted && !take(argv[1])) taken++;
  printf("{\"taken\":%d,\"errno\":\"%s\"}\n", taken, taken < wanted ? strerrorname_np(errno) : "");
  hold();
  return taken < wanted;
}
