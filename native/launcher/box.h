/*
 * Boxes: one for each slot, built ahead or on demand, used once, taken down whole.
 *
 *   COLD -> BUILDING -> READY -> STARTING -> RUNNING -> ENDING -> SETTLING -> COLD
 *
 * While BUILDING, init makes the mounts and the keeper forks the child; in READY the child waits inside every namespace
 * for a run. ENDING kills init, and with it whatever lives in the box; SETTLING puts the cgroups in order. From any
 * state before RUNNING a failure leads to ENDING.
 */
#ifndef CUPEL_BOX_H
#define CUPEL_BOX_H

#include <sys/resource.h>

#include "bytes.h"
#include "cgroup.h"
#include "ground.h"
#include "init.h"
#include "loop.h"
#include "message.h"

struct run;
struct template;
struct kind;

enum box_state { BOX_COLD, BOX_BUILDING, BOX_READY, BOX_STARTING, BOX_RUNNING, BOX_ENDING, BOX_SETTLING };

struct failure {
  enum stage stage;
  uint32_t index;
  int error;
  char detail[64];
};

struct box {
  unsigned slot;
  enum box_state state;
  struct box_plan plan;
  struct cgroup cgroup;
  struct ground ground;
  struct run *run;
  int scratch_fd;

  const struct template *template; /* the kind of keeper, and so of the waiting child; NULL: one that calls exec */
  unsigned generation;     /* of the template, when it made the keeper */
  struct kind *pool; /* NULL, or whose process waits in it for a program of just this kind */
  struct buffer pool_key;
  int pool_ends[3], pool_space, pool_kept; /* its pipes; its mount namespace; its /box, if that will be kept */
  uint64_t pool_since; /* it boots; once READY, it waits */
  bool pool_unwanted;  /* ended because another had to have the slot */
  pid_t keeper, init, program;
  bool keeper_ready, init_ready, child_ready, entering, awaiting_init, awaiting_keeper;
  int child_end; /* of the child's socket, until the keeper has it */
  struct watch keeper_socket, keeper_exit, init_socket, init_exit, child_socket, program_exit, listener, oom, pool_word;

  int status; /* of the program, as wait4 gives it */
  struct rusage rusage;
  unsigned sockets;         /* that its program has opened */
  uint64_t listen_again_at, socket_waits; /* 0: the listener is listened to; else until when it is not, and what waits for it */
  uint64_t ending_since, idle_since, settle_at; /* when to try again to remove a cgroup that is still busy */
};

struct boxes {
  struct box *list;
  unsigned count, spare;
  unsigned host_walls; /* bit mask of those that this host allows */
  int blobs_fd;
  const struct profiles *profiles;
  uid_t first_user;
  uint64_t refill_after; /* not before: a box could not be built just now */
  uint64_t plain_wanted_at, way_made_for;
};

extern struct boxes boxes;

int boxes_open(unsigned count, unsigned spare, const struct profiles *profiles, uid_t first_user, int blobs_fd);
/* The best box for run->template: ready, being built, or cold; NULL when all are in use. Tells `run` when it is ready. */
struct box *box_take(struct run *run, const struct profile *profile, unsigned walls);
/* How many a run of this kind could have now. Where there is none, boxes built for another kind begin to make way. */
unsigned boxes_free(const struct profile *profile, unsigned walls, const struct template *template, const struct kind *kind);
/* One in which a process of the kind will wait; where there is no slot, what was wanted less recently begins to make way. */
void boxes_build_for(struct kind *kind);
/* Builds boxes ahead, as many as are to spare. Called between turns of the loop. */
void boxes_refill(void);
/* Kills whatever lives in it. Its run hears of it when all is gone. */
void box_end(struct box *box);
/* Likewise of one that waits: not because it failed. */
void box_dismiss(struct box *box);
/* Lets go of the keeper and its cgroups, which then settle. */
void box_retire(struct box *box);
/* After the counters have been read. `retire`: something of the run lives on in its cgroups, so they are not used again. */
void box_put_back(struct box *box, bool retire);
void box_failed(struct box *box, const struct failure *failure);
/* Ends everything and waits for it, before the launcher itself ends. */
void boxes_close(void);
/* Earliest time at which boxes_tick wants to be called; 0: never. */
uint64_t boxes_deadline(void);
void boxes_tick(uint64_t now);
unsigned boxes_in(enum box_state state);
unsigned boxes_processes(void);

#endif
