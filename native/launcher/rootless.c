#define _GNU_SOURCE
#include "rootless.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys.h"

#define IDS_MOST 65536u

struct range {
  unsigned start, count;
};

/* The C library's own look-up wants shared objects, which a static program has not. */
static void find_name(uid_t user, char *name, size_t room) {
  char line[1024];
  FILE *file = fopen("/etc/passwd", "re");
  snprintf(name, room, "%u", user);
  while (file && fgets(line, sizeof line, file)) {
    char *colon = strchr(line, ':'), *second = colon ? strchr(colon + 1, ':') : NULL;
    if (!second || strtoul(second + 1, NULL, 10) != user || second[1] < '0' || second[1] > '9') continue;
    snprintf(name, room, "%.*s", (int)(colon - line), line);
    break;
  }
  if (file) fclose(file);
}

/* "name:start:count" or "uid:start:count". */
static struct range find_range(const char *path, uid_t user) {
  char line[256], name[64], own[64];
  struct range best = {0, 0};
  FILE *file = fopen(path, "re");
  find_name(user, own, sizeof own);
  for (unsigned start, count; file && fgets(line, sizeof line, file);) {
    if (sscanf(line, "%63[^:]:%u:%u", name, &start, &count) != 3) continue;
    bool ours = !strcmp(name, own) || strtoul(name, NULL, 10) == user;
    if (ours && count > best.count) best = (struct range){start, count};
  }
  if (file) fclose(file);
  if (best.count > IDS_MOST) best.count = IDS_MOST;
  return best;
}

/* Set-user-id programs of Debian's uidmap: they look into the same two files, and only they may write such a map. */
static int map_by(const char *program, pid_t pid, unsigned own, struct range range) {
  char numbers[6][16];
  const unsigned values[] = {(unsigned)pid, own, ROOTLESS_FIRST_USER, range.start, range.count};
  for (size_t i = 0; i < 5; i++) snprintf(numbers[i], sizeof numbers[i], "%u", values[i]);
  char *const argv[] = {(char *)program, numbers[0], "0", numbers[1], "1", numbers[2], numbers[3], numbers[4], NULL};
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    execve(program, argv, (char *const[]){NULL});
    _exit(127);
  }
  return child < 0 || waitpid(child, &status, 0) < 0 || status != 0 ? -1 : 0;
}

/* From outside, as soon as the namespace is there. */
static _Noreturn void map_ids(int ready, pid_t pid, uid_t user, gid_t group, struct range users, struct range groups) {
  char byte;
  if (read(ready, &byte, 1) != 1) _exit(1);
  _exit(map_by("/usr/bin/newuidmap", pid, user, users) < 0 || map_by("/usr/bin/newgidmap", pid, group, groups) < 0);
}

/* Everybody may do this much alone: one id, our own. */
static int map_own_id(uid_t user, gid_t group) {
  char line[64];
  if (write_text(AT_FDCWD, "/proc/self/setgroups", "deny") < 0) return -1;
  snprintf(line, sizeof line, "0 %u 1", user);
  if (write_text(AT_FDCWD, "/proc/self/uid_map", line) < 0) return -1;
  snprintf(line, sizeof line, "0 %u 1", group);
  return write_text(AT_FDCWD, "/proc/self/gid_map", line);
}

void rootless_enter(char **argv) {
  uid_t user = geteuid();
  gid_t group = getegid();
  struct range users = find_range("/etc/subuid", user), groups = find_range("/etc/subgid", user);
  bool granted = users.count >= 2 && groups.count >= 2;
  int ready[2], status = 1;
  if (users.count > groups.count) users.count = groups.count;
  groups.count = users.count;
  if (user == 0 || pipe2(ready, O_CLOEXEC) < 0) return;
  pid_t self = getpid(), helper = granted ? fork() : -1;
  if (helper == 0) {
    close(ready[1]);
    map_ids(ready[0], self, user, group, users, groups);
  }
  int result = unshare(CLONE_NEWUSER);
  if (result == 0) (void)!write(ready[1], "", 1);
  close(ready[0]);
  close(ready[1]);
  if (helper > 0) waitpid(helper, &status, 0);
  if (result < 0 || (status != 0 && map_own_id(user, group) < 0)) return;
  /* Anew: what is ours in /proc belongs to the root of the namespace that a program was executed in. */
  execve("/proc/self/exe", argv, (char *const[]){NULL});
}

/* Of /proc/self/uid_map: whose id is our 0, and how many there are for boxes. */
static bool read_map(unsigned *owner, unsigned *ids) {
  char text[512];
  unsigned inside, outside, count;
  *owner = geteuid();
  *ids = 0;
  if (read_text(AT_FDCWD, "/proc/self/uid_map", text, sizeof text) <= 0) return false;
  for (char *line = text; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    if (sscanf(line, "%u %u %u", &inside, &outside, &count) != 3) continue;
    if (inside == 0 && count == 1) *owner = outside;
    if (inside == ROOTLESS_FIRST_USER) *ids = count;
    if (inside == 0 && count > 1) return false; /* the host, or a container that has a root of its own */
  }
  return true;
}

bool rootless(void) {
  static int known = -1; /* asked for every box; what is forked from here is the same */
  unsigned owner, ids;
  if (known < 0) known = geteuid() != 0 || read_map(&owner, &ids);
  return known;
}

unsigned rootless_ids(void) {
  unsigned owner, ids;
  read_map(&owner, &ids);
  return ids;
}

void rootless_explain_ids(char *text, size_t room) {
  unsigned owner, ids;
  char name[64];
  read_map(&owner, &ids);
  find_name(owner, name, sizeof name);
  if (access("/usr/bin/newuidmap", X_OK) < 0) snprintf(text, room, "user: newuidmap is not here. As root: apt-get install uidmap");
  else snprintf(text, room, "user: %.32s has no range of ids. As root: usermod --add-subuids 200000-265535 --add-subgids 200000-265535 %.32s", name, name);
}

int rootless_lock_folder(char *path, size_t room) {
  unsigned owner, ids;
  struct stat st;
  read_map(&owner, &ids);
  snprintf(path, room, "/run/user/%u", owner);
  if (stat(path, &st) == 0 && st.st_uid == geteuid()) snprintf(path, room, "/run/user/%u/cupel", owner);
  else snprintf(path, room, "/tmp/cupel-%u", owner);
  if (mkdir(path, 0700) < 0 && errno != EEXIST) return -1;
  /* In a folder that all may write, somebody else may have been first. */
  return lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() ? 0 : -1;
}
