/*
 * The walls, as a chain of types. Each function raises one wall and takes the proof that the one before it stands; the
 * proofs are of types that only walls.c can make, so a wall that is skipped, repeated or out of order does not compile.
 * Called in order in child.c (`become_the_program`), on one screen.
 *
 * None of them returns when it fails: the process reports the stage and errno on its socket and ends.
 */
#ifndef CUPEL_WALLS_H
#define CUPEL_WALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "protocol.h"
#include "request.h"

struct counted;   /* in cgroups of its own (walls: cgroup) */
struct numbered;  /* its children are in a PID namespace of their own (pid) */
struct apart;     /* in the box's mount, network, IPC, UTS and cgroup namespaces, in a session of its own */
struct furnished; /* the scratch folder has its size, the artefact is mounted */
struct bounded;   /* resource limits are set (rlimit) */
struct nobody;    /* a user id of its own, no groups (user) */
struct powerless; /* all five capability sets are empty (capability) */
struct sworn;     /* no_new_privs */
struct equipped;  /* files written, descriptors 0 to 2 in place, every other closed; the last that needs many system calls */
struct filtered;  /* the system-call filter is on (seccomp): nothing but the program may follow */

/* What a process that raises walls knows of itself. */
struct raising {
  int socket;     /* where to report */
  unsigned walls; /* bit mask of those to raise */
  uid_t user;
};

/* In the namespace of a box: 0, or the number of the mount that failed, with errno. */
int mount_program(int artefact_fd);

/* Where the attack tests' launcher puts the box when it leaves the mount wall out: the host has no /box. */
#define BARE_BOX "/mnt/judge/box"

/* The folder that the program starts in and may write to. */
static inline const char *box_folder(unsigned walls) {
#ifdef CUPEL_ATTACK_BUILD
  if (!(walls >> WALL_MOUNT & 1)) return BARE_BOX;
#else
  (void)walls;
#endif
  return "/box";
}

/* In the shipped build nothing but what the host does not allow can be left out, and strict refuses such a host. */
static inline bool wall_stands(unsigned walls, enum wall wall) { return walls >> wall & 1; }

/* No proof is NULL and none is thrown away, so that a wall cannot be repeated with the proof before it either. */
#define WALL_CALL __attribute__((warn_unused_result, nonnull))

WALL_CALL /* A proof that is dropped, or a NULL in its place, is a mistake that the compiler shall find. */
#define WALL __attribute__((warn_unused_result, nonnull))

WALL const struct counted *wall_cgroup_join(const struct raising *r, const int *procs_fds, size_t count);
WALL_CALL const struct counted *wall_cgroup_at_clone(const struct raising *r);
/* NULL with errno where it failed: the keeper lives on. */
WALL_CALL const struct numbered *wall_pid(const struct raising *r, const struct counted *counted, int init_pidfd);
WALL_CALL const struct apart *wall_namespaces(const struct raising *r, const struct numbered *numbered, int init_pidfd);
/* Sizes the scratch folder, mounts the artefact (-1: none) and opens the blobs while there is the right to. */
WALL_CALL const struct furnished *furnish(const struct raising *r, const struct apart *apart, const struct request *request,
                                          int artefact_fd, int blobs_fd);
WALL_CALL const struct bounded *wall_rlimits(const struct raising *r, const struct furnished *furnished, const struct limits *limits);
WALL_CALL const struct nobody *wall_user(const struct raising *r, const struct bounded *bounded);
WALL_CALL const struct powerless *wall_capabilities(const struct raising *r, const struct nobody *nobody);
WALL_CALL const struct sworn *wall_no_new_privileges(const struct raising *r, const struct powerless *powerless);
/* Moves r->socket to descriptor 3 and closes all from 4 on. `stdio[i]` is -1 for /dev/null. */
WALL_CALL const struct equipped *equip(struct raising *r, const struct sworn *sworn, const int stdio[3], const struct request *request);
/* The descriptor on which the kernel tells of forbidden calls comes back in `listener_fd`. */
WALL_CALL const struct filtered *wall_seccomp(const struct raising *r, const struct equipped *equipped, int *listener_fd);
__attribute__((nonnull)) _Noreturn void execute(const struct raising *r, const struct filtered *filtered, int listener_fd, char *const argv[], char *const envp[]);

/* The same for an interpreter that is there already: `run` is the program. */
__attribute__((nonnull)) _Noreturn void resume(const struct raising *r, const struct filtered *filtered, int listener_fd, void (*run)(void) __attribute__((noreturn)));

_Noreturn void raising_failed(const struct raising *r, enum stage stage, unsigned index, const char *detail);

#endif
