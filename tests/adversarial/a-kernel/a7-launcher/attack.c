/*
 * id: A7
 * attack: replaces the launcher's own file, by the path where it lies and by every /proc/PID/exe that it can see
 * walls: mount, user
 * effect: the bytes of the launcher's file on the host have changed
 * verdict: AC
 */
#include "facts.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>

static void through_processes(void) {
  DIR *proc = opendir("/proc");
  struct dirent *entry;
  while (proc && (entry = readdir(proc))) {
    char path[300], target[300] = "";
    snprintf(path, sizeof path, "/proc/%s/exe", entry->d_name);
    if (readlink(path, target, sizeof target - 1) < 0 || !strstr(target, "launcher")) continue;
    attempt("exe", open(path, O_WRONLY));
  }
}

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  char fresh[300];
  snprintf(fresh, sizeof fresh, "%s.new", argv[1]);
  through_processes();
  int file = open(fresh, O_WRONLY | O_CREAT, 0755);
  if (attempt("create", file)) attempt("write", write(file, "#!/bin/sh\n", 10));
  attempt("rename", rename(fresh, argv[1]));
  return 0;
}
