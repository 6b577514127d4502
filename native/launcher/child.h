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

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "profile.h"
#include "request.h"

/*
 * What a template does where a keeper of the launcher's own calls exec: its children are an interpreter that has booted,
 * and go on as the program by themselves, with every wall raised (native/warm).
 */
struct interpreter {
  int *thread_id; /* where the C library remembers the number of its only thread */
  /* Whether this program would meet what it would have met after exec; where not, exec it is. */
  bool (*takes)(const struct request *request, char *const argv[]);
  /* Still privileged: argv and environ as the kernel shows them, and whatever follows from the limits. */
  void (*prepare)(char *const argv[], char *const envp[], const struct limits *limits);
  /* Behind every wall. */
  void (*run)(void) __attribute__((noreturn));
};

struct keeper_plan {
  uid_t user;
  unsigned walls;          /* those that this host allows */
  const int *procs_fds;    /* v1: cgroup.procs of each controller, joined at once */
  size_t procs_count;      /* 0 with v2, where the child is cloned into its cgroup */
  int blobs_fd;            /* -1: none */
  int home_pidns;          /* the keeper's own, filled by itself */
  const struct interpreter *interpreter; /* NULL: its children call exec */
};

struct clone_request;
pid_t fork_interpreter(const struct interpreter *interpreter, struct clone_request *request);
_Noreturn void keeper_main(const struct keeper_plan *plan, int socket);

#endif
