/*
 * The system-call filter that every program runs under, ready to be handed to seccomp(2).
 *
 * filter.gen.h is made from policy.def by generate.c (`make -C native/launcher generate`) and committed, so that building the
 * launcher needs no library.
 */
#ifndef CUPEL_FILTER_H
#define CUPEL_FILTER_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>

struct filter_program {
  const struct sock_filter *code;
  unsigned short length; /* instructions */
};

/* The filter for an AUDIT_ARCH_*; its code is NULL for an architecture that has none. */
struct filter_program filter_for(uint32_t audit_architecture);

/*
 * The filter for the machine that this was compiled for. Its answers are SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO, and
 * SECCOMP_RET_USER_NOTIF: for a call in a foreign ABI, and for one of our own that makes a socket. Whoever holds the listener
 * learns number and architecture, and must kill for the first and continue the second (filter_lets_go_on). Load it with
 * SECCOMP_FILTER_FLAG_NEW_LISTENER; with the listener closed such a call answers ENOSYS.
 */
struct filter_program filter_for_this_machine(void);

/* A call that was told of only so that it is known. Its arguments have been looked at, and are numbers that nobody can change. */
bool filter_lets_go_on(uint32_t call, uint32_t audit_architecture);

#endif
