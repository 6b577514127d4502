/*
 * A template: an interpreter of the host's own, started by the launcher with this library laid over it (LD_PRELOAD), which
 * boots, loads what most programs want, and then makes keepers by forking: one for each slot. A keeper's children are
 * booted interpreters in boxes. No byte of a stranger's ever reaches the template or a keeper; see child.h.
 */
#ifndef CUPEL_TEMPLATE_H
#define CUPEL_TEMPLATE_H

#include "../launcher/child.h"

/* The launcher's end of the socket is the other one of this. */
#define TEMPLATE_SOCKET 3

/* Serves the launcher until it has gone. Returns 0, in nobody. */
_Noreturn void template_serve(const struct interpreter *interpreter);

/* The C library's note of its thread's number, which a fork must correct. NULL where it is not to be found. */
int *template_thread_id(void);

/* What /proc shows as the command line and the environment becomes this, where the kernel has checkpoints. */
void template_show(char *const argv[], char *const envp[]);

/* What the C library reads off the stack limit when a program starts. */
void template_thread_stacks(uint64_t stack);

/* 0: the program's own main is not to run. Each interpreter's library has one. */
int template_main(int argc, char **argv, char **envp);

#endif
