#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../sys.h"
#include "isolate.h"
#include "tree.h"

static int lock_fd = -1;

static void path_of(const struct settings *settings, const char *below, char *path, size_t room) {
  snprintf(path, room, BOXES "/%u%s", settings->box, below);
}

static void make_folder(const char *path) {
  if (mkdir(path, 0755) < 0 && errno != EEXIST) give_up("the folder %s cannot be made: %s", path, strerror(errno));
}

/* In the lock: whose box it is, and whether it was made with --cg. Empty: not made yet. */
static bool read_owner(uid_t *user, bool *cgroup) {
  char text[64] = "";
  unsigned number = 0, with_cgroup = 0;
  if (pread(lock_fd, text, sizeof text - 1, 0) <= 0 || sscanf(text, "%u %u", &number, &with_cgroup) != 2) return false;
  *user = number;
  *cgroup = with_cgroup;
  return true;
}

static void unlink_lock(const struct settings *settings) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, LOCKS "/isolate-%u.lock", settings->box);
  unlink(path);
}

static void check_owner(const struct settings *settings) {
  uid_t user = 0;
  bool cgroup = false, made = read_owner(&user, &cgroup);
  if (made && settings->user != 0 && user != settings->user) give_up("box %u is in use by user %u", settings->box, user);
  if (settings->action != ACTION_RUN) return;
  if (!made) unlink_lock(settings);
  if (!made) give_up("box %u is not there. Type: isolate --box-id=%u --init", settings->box, settings->box);
  if (cgroup != settings->cgroup) give_up("box %u was made %s --cg: give it at --init and --run alike", settings->box, cgroup ? "with" : "without");
}

void place_lock(const struct settings *settings) {
  char path[PATH_MAX];
  struct stat held, named;
  make_folder(LOCKS);
  snprintf(path, sizeof path, LOCKS "/isolate-%u.lock", settings->box);
  do {
    close_fd(&lock_fd);
    lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock_fd < 0) give_up("%s cannot be opened: %s", path, strerror(errno));
    if (flock(lock_fd, LOCK_EX | (settings->wait ? 0 : LOCK_NB)) < 0) give_up("box %u is in use by another process; --wait waits for it", settings->box);
    /* Whoever held it before may have cleaned up, and a third have made the next. */
  } while (fstat(lock_fd, &held) < 0 || stat(path, &named) < 0 || held.st_ino != named.st_ino);
  check_owner(settings);
}

static void remember_owner(const struct settings *settings) {
  char text[64];
  int length = snprintf(text, sizeof text, "%u %d\n", settings->user, settings->cgroup);
  if (ftruncate(lock_fd, 0) < 0 || pwrite(lock_fd, text, (size_t)length, 0) != length) give_up("the lock of box %u cannot be written: %s", settings->box, strerror(errno));
}

int place_open(const struct settings *settings) {
  char path[PATH_MAX];
  path_of(settings, "/box", path, sizeof path);
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) give_up("box %u cannot be opened: %s. Type: isolate --box-id=%u --init", settings->box, strerror(errno), settings->box);
  return fd;
}

static void remove_box(const struct settings *settings) {
  char path[PATH_MAX];
  path_of(settings, "/box", path, sizeof path);
  while (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) == 0) continue; /* a quota's */
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  int result = fd < 0 && errno == ENOENT ? 0 : fd < 0 ? -1 : tree_empty(fd);
  close_fd(&fd);
  if (result == 0 && (rmdir(path) < 0 && errno != ENOENT)) result = -1;
  path_of(settings, "", path, sizeof path);
  if (result < 0 || (rmdir(path) < 0 && errno != ENOENT)) give_up("box %u cannot be removed: %s", settings->box, strerror(errno));
}

/* Counted by the kernel for whatever file system the host has: a box with a quota is a tmpfs of that size. */
static void mount_quota(const struct settings *settings, const char *path) {
  char options[96];
  snprintf(options, sizeof options, "mode=0700,size=%lluk,nr_inodes=%llu", (unsigned long long)settings->quota_blocks,
           (unsigned long long)settings->quota_inodes + 1); /* and the folder itself */
  if (mount("cupel-isolate", path, "tmpfs", MS_NOSUID | MS_NODEV, options) < 0) give_up("the quota of box %u cannot be set: %s", settings->box, strerror(errno));
}

static const struct settings *being_made;

static void unmake(void) {
  const struct settings *settings = being_made;
  if (settings) remove_box(settings);
}

void place_init(const struct settings *settings) {
  char path[PATH_MAX];
  make_folder("/var/local");
  make_folder("/var/local/lib");
  make_folder(BOXES);
  remove_box(settings);
  being_made = settings;
  when_giving_up(unmake);
  path_of(settings, "", path, sizeof path);
  make_folder(path);
  printf("%s\n", path);
  path_of(settings, "/box", path, sizeof path);
  make_folder(path);
  if (settings->quota_blocks || settings->quota_inodes) mount_quota(settings, path);
  if (chmod(path, 0700) < 0 || chown(path, settings->user, settings->group) < 0) give_up("box %u cannot be given to its user: %s", settings->box, strerror(errno));
  remember_owner(settings);
  if (fflush(stdout) == EOF) give_up("the path of the box cannot be printed: %s", strerror(errno));
}

void place_cleanup(const struct settings *settings) {
  remove_box(settings);
  unlink_lock(settings);
}

void place_to_program(const struct settings *settings) {
  uid_t program = user_of_box(settings->box);
  int fd = place_open(settings);
  /* Left by a run that was killed in its middle. */
  int result = tree_give(fd, program, program, program);
  if (result == 0) result = tree_give(fd, settings->user, program, program);
  if (result < 0) give_up("the files of box %u cannot be given to its program: %s", settings->box, strerror(errno));
  close(fd);
}

void place_to_caller(const struct settings *settings) {
  int fd = place_open(settings);
  int result = settings->special_files ? 0 : tree_remove_special(fd);
  if (result == 0) result = tree_give(fd, user_of_box(settings->box), settings->user, settings->group);
  if (result < 0) give_up("the files of box %u cannot be given back: %s", settings->box, strerror(errno));
  close(fd);
}
