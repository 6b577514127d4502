/*
 * policy.def as a table, for the generator and the tests. Only the build reads it: the launcher holds the finished filter.
 */
#ifndef CUPEL_FILTER_POLICY_H
#define CUPEL_FILTER_POLICY_H

#ifndef _GNU_SOURCE
#error "CLONE_NEW* and O_* need _GNU_SOURCE"
#endif

#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

/* Holds where (the low 32 bits of the argument & mask) == value. A mask of 0 is no test at all. */
struct policy_test {
  unsigned argument;
  uint32_t mask;
  uint32_t value;
};

#define POLICY_TESTS 2

/* One line of policy.def. The first line of a call that holds decides. */
struct policy_line {
  const char *call;
  uint32_t verdict; /* SECCOMP_RET_* */
  struct policy_test tests[POLICY_TESTS];
};

#define ALLOWED SECCOMP_RET_ALLOW
/* The launcher takes note and lets it go on; see filter.h. */
#define NOTED SECCOMP_RET_USER_NOTIF
#define ERRNO(number) (SECCOMP_RET_ERRNO | (number))
#define POLICY_DEFAULT ERRNO(ENOSYS)

#define IS(argument, value) {argument, 0xffffffffu, (uint32_t)(value)}
#define NONE_OF(argument, bits) {argument, (uint32_t)(bits), 0}
#define FIELD(argument, mask, value) {argument, (uint32_t)(mask), (uint32_t)(value)}
#define ALLOW(call) {#call, ALLOWED, {{0, 0, 0}}},
#define REFUSE(call, number) {#call, ERRNO(number), {{0, 0, 0}}},
#define WHEN(call, verdict, ...) {#call, verdict, {__VA_ARGS__}},

static const struct policy_line policy[] = {
#include "policy.def"
};

#undef WHEN
#undef REFUSE
#undef ALLOW
#undef FIELD
#undef NONE_OF
#undef IS

#define POLICY_LINES (sizeof policy / sizeof policy[0])

static inline bool line_has_tests(const struct policy_line *line) { return line->tests[0].mask != 0; }

#endif
