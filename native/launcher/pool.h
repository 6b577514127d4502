/*
 * Pools, for interpreters that do not fork: processes that were started in their boxes, behind every wall, before any
 * program came. Each waits in a loader of ours (native/warm), which reads from descriptor 0 the files of one program, writes
 * them as that program's user, and lets the interpreter go on. It is used once.
 *
 * Whatever an interpreter learns when it starts is the same for all that a pool serves: it is started with the arguments,
 * environment and limits of the last run that wanted it, and serves runs that differ from that one in files and input only.
 */
#ifndef CUPEL_POOL_H
#define CUPEL_POOL_H

#include "templates.h"

/* Whether a process of this pool could serve the run; its kind is thereby wanted. */
bool pool_wish(struct template *template, const struct run *run);
/* Whether the process in this box, if it waits, is of the kind that is wanted now. */
bool pool_fits(const struct box *box, const struct template *template);
/* While init may still be looked at: keeps hold of the box's mounts. */
void pool_reach(struct box *box);
/* Starts the process in a box whose child waits. */
int pool_prepare(struct box *box);
/* Hands it the run; the rest of run_start. */
void pool_start(struct run *run);

#endif
