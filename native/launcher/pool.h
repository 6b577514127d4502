/*
 * Pools, for interpreters that do not fork: processes that were started in their boxes, behind every wall, before any
 * program came. Each boots, says on descriptor 1 that it waits, and waits in a loader of ours (native/warm), which reads from
 * descriptor 0 the files and arguments of one program, writes the files as that program's user, says once more that it has
 * come so far, and lets the interpreter go on. It is used once. One that ends before that second word is made up for by a
 * cold run (again.c).
 *
 * Whatever an interpreter learns when it starts is the same for all of a kind: it is started with the first arguments,
 * environment and limits of the runs that wanted it, and serves runs that differ from those in what comes later only.
 */
#ifndef CUPEL_POOL_H
#define CUPEL_POOL_H

#include "templates.h"

#define KIND_MAX 16

struct kind {
  struct template *template; /* NULL: free */
  struct buffer key; /* the RUN for which its processes are started */
  unsigned wishes, target, failures; /* `target`: how many shall wait */
  uint64_t wanted_at, missed_at, retry_at, bytes, measured_at;
};

extern struct kind kinds[KIND_MAX];

/* The kind whose processes could serve the run, which is thereby wanted; NULL where none could. */
struct kind *pool_wish(struct template *template, const struct run *run);
/* While init may still be looked at: keeps hold of the box's mounts. */
void pool_reach(struct box *box);
/* Starts the process in a box whose child waits. */
int pool_prepare(struct box *box);
/* Its process is about to be executed: its word is awaited. */
void pool_boots(struct box *box);
void pool_spoke(struct watch *watch, uint32_t events);
/* Hands it the run; the rest of run_start. */
void pool_start(struct run *run);
/* The box is no longer one of a pool. */
void pool_leave(struct box *box);

/* Memory that all that wait may take together. */
extern uint64_t pool_budget;
void pools_open(uint64_t budget);
/* Starts those that shall wait, where a core is free for it. */
void pools_refill(void);
/* Ends those that are waited for no longer, and measures the others. */
void pools_tick(uint64_t now);
uint64_t pools_deadline(void);
unsigned pools_waiting(void);
uint64_t pools_bytes(void);

#endif
