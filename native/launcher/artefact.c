#define _GNU_SOURCE
#include "artefact.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"
#include "walls.h"

#define SHELF "/proc" /* covered by a tmpfs in that namespace; any folder that every host has would do */

static int home = -1, shelf = -1; /* mount namespaces */
static uint64_t last_handle;

struct kept {
  uint64_t handle;
  const void *owner;
};

static struct kept *list;
static unsigned count, list_room;

/* A failed way back would leave the launcher in the wrong namespace for all that follows. */
static void enter(int space) {
  if (setns(space, CLONE_NEWNS) < 0) abort();
}

static void path_of(uint64_t handle, char *path, size_t room) { snprintf(path, room, SHELF "/%llu", (unsigned long long)handle); }

int artefacts_open(void) {
  home = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  /* Whether we may come back is tried before we go. */
  if (home < 0 || setns(home, CLONE_NEWNS) < 0 || unshare(CLONE_NEWNS) < 0) return -1;
  int result = mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
  shelf = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  if (result == 0) result = mount("artefacts", SHELF, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0700,size=1m");
  enter(home);
  return shelf < 0 ? -1 : result;
}

int artefact_place(uint64_t handle, int space) {
  int mount_fd = artefact_mount(handle);
  if (mount_fd < 0 || setns(space, CLONE_NEWNS) < 0) return close_fd(&mount_fd), -1;
  int failed = mount_program(mount_fd), error = errno;
  enter(home);
  close(mount_fd);
  errno = error;
  return failed ? -1 : 0;
}

static struct kept *find(uint64_t handle, const void *owner) {
  for (unsigned i = 0; i < count; i++)
    if (list[i].handle == handle && list[i].owner == owner) return &list[i];
  return NULL;
}

static void enlist(uint64_t handle, const void *owner) {
  if (count == list_room) {
    list_room = list_room ? list_room * 2 : 64;
    list = realloc(list, list_room * sizeof *list);
    if (!list) abort();
  }
  list[count++] = (struct kept){handle, owner};
}

uint64_t artefact_keep(int mount_fd, const void *owner) {
  char path[64];
  path_of(last_handle + 1, path, sizeof path);
  enter(shelf);
  int result = mkdir(path, 0700);
  if (result == 0 && (result = sys_move_mount(mount_fd, AT_FDCWD, path)) < 0) rmdir(path);
  int error = errno;
  enter(home);
  errno = error;
  if (result < 0) return 0;
  enlist(++last_handle, owner);
  return last_handle;
}

int artefact_mount(uint64_t handle) {
  char path[64];
  path_of(handle, path, sizeof path);
  enter(shelf);
  int fd = sys_open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
  int error = errno;
  enter(home);
  if (fd >= 0 && sys_mount_set(fd, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV) < 0) {
    error = errno;
    close_fd(&fd);
  }
  errno = error;
  return fd;
}

bool artefact_exists(uint64_t handle, const void *owner) { return find(handle, owner) != NULL; }

void artefact_release(uint64_t handle, const void *owner) {
  char path[64];
  struct kept *kept = find(handle, owner);
  if (!kept) return;
  path_of(handle, path, sizeof path);
  enter(shelf);
  umount2(path, MNT_DETACH);
  rmdir(path);
  enter(home);
  *kept = list[--count];
}

void artefacts_release_all(const void *owner) {
  for (unsigned i = count; i-- > 0;)
    if (list[i].owner == owner) artefact_release(list[i].handle, owner);
}

unsigned artefacts_count(void) { return count; }
