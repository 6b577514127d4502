/*
 * What the launcher's own processes (keeper, init, half-built child) tell one another: fixed-size messages over
 * SOCK_SEQPACKET pairs, with descriptors beside them. Both ends are this very program; nothing of a stranger's runs
 * on either until the child has called exec, which closes its end.
 */
#ifndef CUPEL_MESSAGE_H
#define CUPEL_MESSAGE_H

#include <stdint.h>

#include "protocol.h"

enum message_kind {
  MESSAGE_READY = 1,  /* keeper, init (with the scratch folder), child: waiting for what comes next */
  MESSAGE_BUILD,      /* to the builder: an init for the box of slot `index` (its socket, then what the slot keeps; `number` 1: make that) */
  MESSAGE_ENTER,      /* to the keeper: fork a child into the box of this init (init's pidfd, child's socket, cgroup) */
  MESSAGE_KEEPER,     /* to a template: a keeper for slot `index` with user `number` (socket, blobs, then v1's cgroup.procs) */
  MESSAGE_FORKED,     /* from the builder, a template and the keeper: `number` is the pid of what they have made */
  MESSAGE_START,      /* to the child: the run (request, descriptors, artefact) */
  MESSAGE_TERMINAL,   /* from the child: the two ends of its pty, the launcher's first */
  MESSAGE_KEPT,       /* from the child: its /box as a detached mount, to be kept as an artefact */
  MESSAGE_EXECUTING,  /* from the child: what follows is the program; `number` is the CPU time it has used, `index` 1 where an interpreter goes on */
  MESSAGE_FAILED,     /* from any: stage, index, error, detail */
};

enum start_as { START_EXECUTES, START_RESUMES /* a forked interpreter */, START_WAITS /* in a pool */ };

#define MESSAGE_MAX_FDS 8

struct message {
  uint32_t kind;
  uint32_t stage;
  uint32_t index;
  int32_t error;
  uint64_t number;
  uint64_t at;       /* with EXECUTING: monotonic ns */
  uint32_t walls;    /* with START: the walls to raise; `index` is one of enum start_as */
  uint32_t fd_count; /* filled by message_receive */
  char detail[64];
};

struct message_fds {
  int fds[MESSAGE_MAX_FDS];
  unsigned count;
};

int message_pair(int pair[2]);
int message_send(int socket, const struct message *message, const struct message_fds *fds);

/* 1 for a message, 0 when the other end has closed, -1 with errno (EAGAIN on a socket that does not block). */
int message_receive(int socket, struct message *message, struct message_fds *fds, int flags);

#endif
