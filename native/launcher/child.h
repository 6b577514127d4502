/*
 * From the slot's keeper to the stranger's program.
 *
 * The keeper is a process of ours that lives in the cgroups of one slot. Told of a box (by its init's pidfd), it forks
 * the half-built child into the box's PID namespace as a child of the launcher (CLONE_PARENT), so that the launcher and
 * nobody else reaps it. The child enters the box's other namespaces and waits there for a run; then it raises the
 * remaining walls on itself and becomes the program.
 */
#ifndef CUPEL_CHILD_H
#define CUPEL_CHILD_H

#include <stddef.h>
#include <sys/types.h>

#include "profile.h"

struct keeper_plan {
  uid_t user;
  unsigned walls;          /* those that this host allows */
  const int *procs_fds;    /* v1: cgroup.procs of each controller, joined at once */
  size_t procs_count;      /* 0 with v2, where the child is cloned into its cgroup */
  int blobs_fd;            /* -1: none */
  int home_pidns;          /* the keeper's own, filled by itself */
};

_Noreturn void keeper_main(const struct keeper_plan *plan, int socket);

#endif
