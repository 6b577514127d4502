/* The cgroup of an ordinary user: found, emptied of processes so that it may have children with limits, and left as it was. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rootless.h"
#include "sys.h"

/* A cgroup with limited children may hold no process itself: those that stand in it go here. */
#define LEAF "/cupel-host"

static bool ends_with_leaf(const char *path) {
  size_t length = strlen(path);
  return length >= sizeof LEAF - 1 && !strcmp(path + length - (sizeof LEAF - 1), LEAF);
}

/* "0::/user.slice/..." below the root of the tree, which stands in `path`. */
static bool find_own(char *path, size_t room) {
  char text[1024];
  size_t root = strlen(path);
  if (read_text(AT_FDCWD, "/proc/self/cgroup", text, sizeof text) <= 0) return false;
  char *own = strncmp(text, "0::", 3) ? strstr(text, "\n0::") : text;
  if (!own) return false;
  own += *own == '\n' ? 4 : 3;
  own[strcspn(own, "\n")] = 0;
  if (strcmp(own, "/")) snprintf(path + root, room - root, "%s", own);
  if (ends_with_leaf(path)) path[strlen(path) - (sizeof LEAF - 1)] = 0; /* moved there by another launcher of ours */
  return true;
}

static int move_all(const char *from, const char *to) {
  char procs[320], list[16384];
  int result = 0;
  /* Again, for those that were forked meanwhile. */
  for (int round = 0; round < 10; round++) {
    snprintf(procs, sizeof procs, "%.255s/cgroup.procs", from);
    if (read_text(AT_FDCWD, procs, list, sizeof list) <= 0) return result;
    snprintf(procs, sizeof procs, "%.255s/cgroup.procs", to);
    for (char *at = list, *end; *at; at = end + (*end == '\n')) {
      char pid[24];
      long number = strtol(at, &end, 10);
      if (end == at) break;
      snprintf(pid, sizeof pid, "%ld", number);
      result = write_text(AT_FDCWD, procs, pid) < 0 && errno != ESRCH ? -1 : 0;
    }
  }
  return result;
}

bool rootless_cgroup(char *path, size_t room, char *problem, size_t problem_room) {
  char leaf[320], procs[320], controllers[256] = "";
  snprintf(procs, sizeof procs, "%.255s/cgroup.controllers", path);
  if (read_text(AT_FDCWD, procs, controllers, sizeof controllers) <= 0 || !strstr(controllers, "memory"))
    return snprintf(problem, problem_room, "cgroup: the controllers are in version 1 here, which no ordinary user can be given. Start it as root"), false;
  if (!find_own(path, room)) return snprintf(problem, problem_room, "cgroup: version 2 is not what this host has"), false;
  snprintf(procs, sizeof procs, "%.255s/cgroup.procs", path);
  if (access(path, W_OK) < 0 || access(procs, W_OK) < 0)
    return snprintf(problem, problem_room, "cgroup: %.60s is not yours. Type: systemd-run --user --scope -p Delegate=yes COMMAND", path), false;
  snprintf(leaf, sizeof leaf, "%.255s" LEAF, path);
  if ((mkdir(leaf, 0755) < 0 && errno != EEXIST) || move_all(path, leaf) < 0)
    return snprintf(problem, problem_room, "cgroup: the processes in %.60s cannot be moved: %s", path, strerror(errno)), false;
  return true;
}

void rootless_cgroup_return(const char *path) {
  char leaf[320], control[320];
  snprintf(leaf, sizeof leaf, "%.255s" LEAF, path);
  snprintf(control, sizeof control, "%.255s/cgroup.subtree_control", path);
  if (write_text(AT_FDCWD, control, "-cpu -memory -pids") == 0) move_all(leaf, path);
  rmdir(leaf);
}
