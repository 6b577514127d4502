/*
 * id: A7b
 * attack: lists its descriptors and where they lead: one left open by the launcher is a way out
 * walls: none
 * control: the same program started with one more descriptor, as a careless launcher would
 * effect: a descriptor other than 0, 1 and 2
 * verdict: AC
 */
#include "facts.h"

#include <dirent.h>
#include <stdlib.h>

int main(void) {
  DIR *folder = opendir("/proc/self/fd");
  if (!attempt("opendir", folder ? 0 : -1)) return 0;
  struct dirent *entry;
  while ((entry = readdir(folder))) {
    int number = atoi(entry->d_name);
    char target[300] = "";
    if (entry->d_name[0] == '.' || number == dirfd(folder)) continue;
    if (readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1) < 0) attempt("readlink", -1);
    printf("{\"fd\":%d,\"target\":\"%s\"}\n", number, target);
  }
  return 0;
}
