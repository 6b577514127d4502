/*
 * Process 1 of a box. It raises the mount wall, waits until the program's process has entered, lets go of every
 * privilege and from then on only reaps orphans; killing it is how the launcher ends the box.
 */
#ifndef CUPEL_INIT_H
#define CUPEL_INIT_H

#include <stdbool.h>
#include <sys/types.h>

#include "profile.h"
#include "protocol.h"

struct box_plan {
  const struct profile *profile;
  uid_t user;      /* of the program */
  uid_t init_user; /* of every init of this launcher */
  unsigned walls;  /* bit mask of WALLS to raise */
  bool grounded;   /* it is cloned from the slot's mold, and so its root is in place (ground.h) */
};

/* Whose the scratch folder is: root's where the user wall is left out. */
static inline uid_t user_of(const struct box_plan *plan) { return plan->walls >> WALL_USER & 1 ? plan->user : 0; }

/* Runs in the new process, which has its namespaces already. Reports on `socket`: READY with the scratch folder, or FAILED. */
_Noreturn void init_main(const struct box_plan *plan, int socket);

/* The part of a box's mounts that nobody in it can write to, as the root of this process. Reports on `socket` as init does. */
void init_mold(const struct box_plan *plan, int socket);

#endif
