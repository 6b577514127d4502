/* System calls that the C library of Debian 12 does not wrap, and the small idioms around descriptors. */
#ifndef CUPEL_SYS_H
#define CUPEL_SYS_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct clone_request {
  uint64_t flags;
  int signal;    /* sent to the parent at the end; 0 with CLONE_PARENT, where the kernel takes the caller's own */
  int cgroup_fd; /* with CLONE_INTO_CGROUP */
  int *child_tid; /* with CLONE_CHILD_SETTID */
};

pid_t sys_clone(const struct clone_request *request);
int sys_pidfd_open(pid_t pid);
int sys_pidfd_signal(int pidfd, int signal);
int sys_open_beneath(int dirfd, const char *path, uint64_t flags, uint64_t mode);
int sys_open_tree(int dirfd, const char *path, unsigned flags);
int sys_move_mount(int mount_fd, int to_dirfd, const char *to);
int sys_mount_set(int mount_fd, uint64_t attributes);
int sys_pivot_root(const char *new_root, const char *put_old);
int sys_close_range(unsigned first, unsigned last, unsigned flags);

uint64_t monotonic_ns(void);

/* Closes and forgets: the descriptor becomes -1. */
void close_fd(int *fd);

/* The whole of a small file as text; -1 where it cannot be read. */
ssize_t read_text(int dirfd, const char *path, char *text, size_t room);
int write_text(int dirfd, const char *path, const char *text);

/* The number behind `key` in a file of "key number" lines; 0 where it is absent. */
uint64_t number_of(const char *text, const char *key);

#endif
