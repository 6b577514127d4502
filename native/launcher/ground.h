/*
 * What a slot keeps from box to box: a network namespace in which there has never been a socket, and a mold, which is a mount
 * namespace with the part of a box's tree that nobody can write to. Each box has a mount namespace of its own, cloned from
 * the mold, in which /proc and the scratch folder are fresh.
 *
 * A program can leave something behind in either by way of a socket alone: a bound name, a counter, a flow label, or a
 * descriptor in flight that holds a lock on a file long after its last process is dead. So the ground is used again only after
 * runs that the kernel has told of no socket, by the filter's listener; else it is let go of, with all that is in it.
 */
#ifndef CUPEL_GROUND_H
#define CUPEL_GROUND_H

#include <stdbool.h>

#include "init.h"

struct ground {
  int network, mold; /* -1: none yet */
  const struct profile *profile; /* that the mold is of */
  bool touched; /* by the run that the slot has now */
  bool worth;   /* the last run touched nothing */
};

enum { GROUND_UNFIT, GROUND_TO_MAKE, GROUND_THERE };

/* For a box of this plan. Lets go of one that is not fit for it. */
int ground_state(struct ground *ground, const struct box_plan *plan);
/* After a box has ended. */
void ground_rest(struct ground *ground);
void ground_let_go(struct ground *ground);

/* In the builder. */

/* Makes both; -1 where that cannot be here, and then never. Leaves the builder in the new network namespace. */
int ground_make(struct ground *ground, const struct box_plan *plan);
/* What is cloned from here stands on it. */
int ground_enter(const struct ground *ground);
/* Back to where the builder is at home. */
void ground_leave(void);
/* In what was cloned: a box must not hold a way out of it. */
void ground_forget(struct ground *ground);

#endif
