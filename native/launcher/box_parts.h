/* What box.c, build.c and boxes.c share of a box's life, and nobody else needs. */
#ifndef CUPEL_BOX_PARTS_H
#define CUPEL_BOX_PARTS_H

#include "box.h"

/* With a keeper from `template` where the slot has none and that one is ready. */
void box_build(struct box *box, const struct profile *profile, unsigned walls, struct template *template, struct kind *kind);
/* `pid` is 0 where the template could not: a plain keeper takes its place. */
void box_keeper_made(struct box *box, pid_t pid);
/* Whether a keeper that has ended is made up for. */
bool box_lost_template(struct box *box);
/* `pid` is 0 where it could not be made, with the reason in `error`. */
void box_init_made(struct box *box, pid_t pid, int error);
/* Goes on from ENDING once all of its processes are gone. */
void box_after_an_end(struct box *box);
/* Goes on from SETTLING once its cgroups are in order. */
void box_settle(struct box *box);

/* Its keeper was made by a process of its template that serves no longer. */
bool box_is_old(const struct box *box);
/* The socket that waits is made now, and the filter's listener is listened to again. */
void box_listen_again(struct box *box);

/* Watches. */
void keeper_spoke(struct watch *watch, uint32_t events);
void init_spoke(struct watch *watch, uint32_t events);
void child_spoke(struct watch *watch, uint32_t events);
void filter_spoke(struct watch *watch, uint32_t events);
void memory_spoke(struct watch *watch, uint32_t events);
void keeper_exited(struct watch *watch, uint32_t events);
void init_exited(struct watch *watch, uint32_t events);
void program_exited(struct watch *watch, uint32_t events);

#endif
