/*
 * Reads a run's declared outputs after everything in its box is dead: in a process of its own, as the box's user, without
 * capabilities, beneath the descriptor of the scratch folder. The launcher itself opens nothing that a program has named.
 */
#ifndef CUPEL_COLLECT_H
#define CUPEL_COLLECT_H

#include "request.h"
#include <sys/types.h>

/*
 * What the collector writes to its pipe for each declared output, in their order: chunks (u32 length, bytes), a chunk of
 * length 0, then u32 COLLECT_STATUS, u32 errno, u64 size. Last, after all of them: u32 1 where a file in the scratch
 * folder had reached the largest size allowed, else u32 0.
 */
_Noreturn void collector_main(const struct request *request, int scratch_fd, uid_t user, int out);

#endif
