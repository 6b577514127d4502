#define _GNU_SOURCE
#include "sys.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

pid_t sys_clone(const struct clone_request *request) {
  struct clone_args args = {.flags = request->flags, .exit_signal = (uint64_t)request->signal};
  args.child_tid = (uint64_t)(uintptr_t)request->child_tid;
  if (request->flags & CLONE_INTO_CGROUP) args.cgroup = (uint64_t)request->cgroup_fd;
  return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

int sys_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int sys_pidfd_signal(int pidfd, int signal) { return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0); }

int sys_open_beneath(int dirfd, const char *path, uint64_t flags, uint64_t mode) {
  struct open_how how = {
      .flags = flags | O_CLOEXEC | O_NOFOLLOW,
      .mode = mode,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
  };
  return (int)syscall(SYS_openat2, dirfd, path, &how, sizeof how);
}

int sys_open_tree(int dirfd, const char *path, unsigned flags) { return (int)syscall(SYS_open_tree, dirfd, path, flags); }

int sys_move_mount(int mount_fd, int to_dirfd, const char *to) {
  return (int)syscall(SYS_move_mount, mount_fd, "", to_dirfd, to, MOVE_MOUNT_F_EMPTY_PATH);
}

int sys_mount_set(int mount_fd, uint64_t attributes) {
  struct mount_attr attr = {.attr_set = attributes};
  return (int)syscall(SYS_mount_setattr, mount_fd, "", AT_EMPTY_PATH, &attr, sizeof attr);
}

int sys_pivot_root(const char *new_root, const char *put_old) { return (int)syscall(SYS_pivot_root, new_root, put_old); }

int sys_close_range(unsigned first, unsigned last, unsigned flags) { return (int)syscall(SYS_close_range, first, last, flags); }

uint64_t monotonic_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void close_fd(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

ssize_t read_text(int dirfd, const char *path, char *text, size_t room) {
  int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t length = read(fd, text, room - 1);
  close(fd);
  if (length < 0) return -1;
  text[length] = 0;
  return length;
}

int write_text(int dirfd, const char *path, const char *text) {
  int fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t written = write(fd, text, strlen(text));
  int error = errno;
  close(fd);
  errno = error;
  return written < 0 ? -1 : 0;
}

uint64_t number_of(const char *text, const char *key) {
  size_t length = strlen(key);
  for (const char *line = text; line; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (strncmp(line, key, length) == 0 && line[length] == ' ') return strtoull(line + length + 1, NULL, 10);
  }
  return 0;
}
