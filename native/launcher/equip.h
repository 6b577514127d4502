/* What the half-built child does with bytes and descriptors, as the box's own user and inside its memory limit. */
#ifndef CUPEL_EQUIP_H
#define CUPEL_EQUIP_H

#include "request.h"
#include "walls.h"

/* While still privileged: the folder of blobs is the worker's, and the box's user may not read it. */
void open_blobs(const struct raising *r, const struct request *request, int blobs_fd);
void write_files(const struct raising *r, const struct request *request);
void place_descriptors(struct raising *r, const int stdio[3], const struct request *request);

/* walls.c: lowers soft and hard limit together. */
void set_resource_limit(const struct raising *r, int resource, uint64_t value);

/* Returns only when it failed, with errno: argv[0] as a path, or looked up in the PATH of `envp`. */
void find_and_exec(char *const argv[], char *const envp[]);

/* A blob that the launcher may hand out: a regular file that belongs to the owner of the folder. -1 with errno. */
int open_blob(int blobs_fd, struct span name);

#endif
