/* The list of runs under way, for ask.c, run.c and deadlines.c. */
#ifndef CUPEL_RUNS_H
#define CUPEL_RUNS_H

#include "run.h"

/* Between two looks at the CPU time, at the least. */
#define CPU_CHECK_LEAST_NS UINT64_C(2000000)

extern struct run *runs;

/* Lists it and gives it a box, of which there must be a free one. */
void run_begin(struct run *run);
void run_list(struct run *run);
void run_board(struct run *run);
/* One that is not on the list. */
void run_free(struct run *run);
/* again.c: a run whose interpreter has died before the program began. */
bool run_may_start_over(const struct run *run);
void run_start_over(struct run *run);
/* Those for which there was no other box yet. */
void runs_board_homeless(void);
/* Only between turns of the loop: whoever has just ended a run may still be looking at it. */
void runs_free_those_over(void);

#endif
