#define _GNU_SOURCE
#include "outfit.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys.h"

const struct outfit *outfit;

/* The folder of the box may hold what an earlier program left: no link in it is followed to where a mount goes. */
static int attach(int root, const struct outfit_mount *mount) {
  struct open_how how = {.flags = O_PATH | O_CLOEXEC | O_NOFOLLOW, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  int to = (int)syscall(SYS_openat2, root, mount->target, &how, sizeof how);
  if (to < 0) return -1;
  int result = (int)syscall(SYS_move_mount, mount->fd, "", to, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
  close(to);
  return result;
}

int outfit_mount(const char *root) {
  for (unsigned i = 0; outfit && i < outfit->mount_count; i++) {
    /* Anew for each: the one before may lie on top of what was opened. */
    int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    int result = folder < 0 ? -1 : attach(folder, &outfit->mounts[i]);
    close_fd(&folder);
    if (result < 0) return (int)i;
  }
  return -1;
}

void outfit_descriptors(const struct raising *r) {
  static const int flags[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_TRUNC};
  for (int fd = 0; fd < 3; fd++) {
    if (!outfit->files[fd]) continue;
    int file = open(outfit->files[fd], flags[fd] | O_NOCTTY | O_CLOEXEC, 0666);
    if (file < 0 || dup2(file, fd) < 0) raising_failed(r, STAGE_FILES, (unsigned)fd, outfit->files[fd]);
  }
  if (outfit->errors_to_output && dup2(1, 2) < 0) raising_failed(r, STAGE_STDIO, 2, "dup2");
}
