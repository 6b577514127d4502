/* Processes of the launcher itself. */
#ifndef CUPEL_PROCESS_H
#define CUPEL_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

/* A copy of this process that keeps nothing open but 0 to 2 and what it is given (at most 16; -1 is skipped); 0 in the copy. */
pid_t fork_with(uint64_t clone_flags, const int *keep, unsigned keep_count);

#endif
