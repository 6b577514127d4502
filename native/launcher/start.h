/* What start.c and pool.c share: what a run is handed over with. */
#ifndef CUPEL_START_H
#define CUPEL_START_H

#include "run.h"

/* Ends of pipes: the child's go with the message and are closed here; ours are watched. */
struct ends {
  int child[3], ours[3];
};

/* One that the box's user owns, or opening /dev/stdout would be refused to it. */
int start_pipe(const struct box *box, int fd, struct ends *ends);
/* A memory file of the profile's environment and this RUN payload, for the child. */
int start_request(const struct profile *profile, const void *payload, size_t length);
int start_counting(struct run *run);
int start_failed(struct run *run, enum stage stage, const char *what);
void start_streams(struct run *run, const struct ends *ends);

#endif
