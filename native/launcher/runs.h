/* The list of runs under way, for ask.c and run.c. */
#ifndef CUPEL_RUNS_H
#define CUPEL_RUNS_H

#include "run.h"

/* Lists it and gives it a box, of which there must be a free one. */
void run_begin(struct run *run);
void run_list(struct run *run);
void run_board(struct run *run);
/* One that is not on the list. */
void run_free(struct run *run);

#endif
