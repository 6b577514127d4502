/*
 * Issues every system call from 0 to 600, and each with the x32 bit, in every ABI that could reach the filters, and
 * compares the answer with policy.def read line by line. Numbers come from libseccomp by way of the call's name, and
 * the code is run by bpf.h: nothing of generate.c is believed.
 */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <seccomp.h>

#include "../filter/policy.h"
#include "bpf.h"
#include "check.h"

#define LAST_NUMBER 600u
#define X32 0x40000000u
#define VALUES_MAX 1024

static uint32_t evaluate(const char *call, const uint64_t arguments[6]) {
  for (size_t i = 0; call != NULL && i < POLICY_LINES; i++) {
    if (strcmp(policy[i].call, call) != 0) continue;
    bool holds = true;
    for (size_t t = 0; t < POLICY_TESTS; t++) {
      const struct policy_test *test = &policy[i].tests[t];
      if (test->mask != 0) holds = holds && (arguments[test->argument] & test->mask) == test->value;
    }
    if (holds) return policy[i].verdict;
  }
  return POLICY_DEFAULT;
}

/* Values of one argument at which some line of the call may change its mind, and their neighbours. */
static size_t interesting(const char *call, unsigned argument, uint64_t values[VALUES_MAX]) {
  size_t count = 0;
  values[count++] = 0;
  values[count++] = UINT64_MAX;
  for (size_t i = 0; call != NULL && i < POLICY_LINES; i++) {
    if (strcmp(policy[i].call, call) != 0) continue;
    for (size_t t = 0; t < POLICY_TESTS; t++) {
      const struct policy_test *test = &policy[i].tests[t];
      if (test->mask == 0 || test->argument != argument || count + 40 > VALUES_MAX) continue;
      values[count++] = test->value;
      values[count++] = test->value + 1u;
      values[count++] = test->value - 1u;
      values[count++] = test->value | UINT64_C(1) << 32;
      values[count++] = test->value | UINT64_C(0xdeadbeef) << 32;
      values[count++] = (uint64_t)test->value << 32;
      values[count++] = test->value | ~test->mask;
      for (uint64_t bit = 1; test->mask != 0xffffffffu && bit <= UINT32_MAX; bit <<= 1) values[count++] = test->value ^ bit;
    }
  }
  return count;
}

static void compare(struct filter_program program, uint32_t audit, uint32_t number, const char *call, const uint64_t arguments[6]) {
  uint32_t expected = evaluate(call, arguments), got = bpf_call(program, audit, number, arguments);
  CHECK(got == expected, "%08x call %u (%s) with %llx, %llx, %llx: %08x instead of %08x", audit, number, call ? call : "no such call",
        (unsigned long long)arguments[0], (unsigned long long)arguments[1], (unsigned long long)arguments[2], got, expected);
}

/* Every pair of two arguments' interesting values; no line tests more than two. */
static void every_argument(struct filter_program program, uint32_t audit, uint32_t number, const char *call) {
  static uint64_t first[VALUES_MAX], second[VALUES_MAX];
  for (unsigned a = 0; a < 5; a++) {
    size_t firsts = interesting(call, a, first);
    for (unsigned b = a + 1; b < 6; b++) {
      size_t seconds = interesting(call, b, second);
      for (size_t i = 0; i < firsts; i++)
        for (size_t j = 0; j < seconds; j++) {
          uint64_t arguments[6] = {0};
          arguments[a] = first[i];
          arguments[b] = second[j];
          compare(program, audit, number, call, arguments);
        }
    }
  }
}

static void native_calls(uint32_t audit, uint32_t seccomp) {
  struct filter_program program = filter_for(audit);
  for (uint32_t n = 0; n <= LAST_NUMBER; n++) {
    char *call = seccomp_syscall_resolve_num_arch(seccomp, (int)n);
    every_argument(program, audit, n, call);
    free(call);
  }
  static const uint64_t none[6];
  compare(program, audit, 0xffffffffu, NULL, none);
}

static void foreign_calls(uint32_t machine, uint32_t audit, uint32_t bit, const char *what) {
  static const uint64_t none[6], all[6] = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX};
  struct filter_program program = filter_for(machine);
  for (uint32_t n = 0; n <= LAST_NUMBER; n++) {
    CHECK(bpf_call(program, audit, n | bit, none) == SECCOMP_RET_USER_NOTIF, "%s call %u passes %08x", what, n, machine);
    CHECK(bpf_call(program, audit, n | bit, all) == SECCOMP_RET_USER_NOTIF, "%s call %u passes %08x", what, n, machine);
  }
  CHECK(bpf_call(program, audit, X32 | 0x3fffffffu, none) != SECCOMP_RET_ALLOW, "%s call -1 passes", what);
}

/* arm64 has no x32: such a number is a call that does not exist. */
static void high_numbers_on_arm64(void) {
  static const uint64_t none[6];
  for (uint32_t n = 0; n <= LAST_NUMBER; n++) compare(filter_for(AUDIT_ARCH_AARCH64), AUDIT_ARCH_AARCH64, n | X32, NULL, none);
}

/* A slip in policy.def that allows too much would agree with itself: the size of the list is known. */
static void count_of_allowed(uint32_t audit, unsigned least, unsigned most) {
  static const uint64_t none[6];
  unsigned allowed = 0;
  for (uint32_t n = 0; n <= LAST_NUMBER; n++) allowed += bpf_call(filter_for(audit), audit, n, none) == SECCOMP_RET_ALLOW;
  printf("%08x: %u calls allowed when every argument is 0\n", audit, allowed);
  CHECK(allowed >= least && allowed <= most, "%08x allows %u calls", audit, allowed);
}

int main(void) {
  native_calls(AUDIT_ARCH_X86_64, SCMP_ARCH_X86_64);
  native_calls(AUDIT_ARCH_AARCH64, SCMP_ARCH_AARCH64);
  foreign_calls(AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, 0, "i386");
  foreign_calls(AUDIT_ARCH_X86_64, AUDIT_ARCH_X86_64, X32, "x32");
  foreign_calls(AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64, 0, "aarch64");
  foreign_calls(AUDIT_ARCH_AARCH64, AUDIT_ARCH_ARM, 0, "arm");
  foreign_calls(AUDIT_ARCH_AARCH64, AUDIT_ARCH_X86_64, 0, "x86-64");
  foreign_calls(AUDIT_ARCH_AARCH64, AUDIT_ARCH_I386, 0, "i386");
  high_numbers_on_arm64();
  count_of_allowed(AUDIT_ARCH_X86_64, 220, 245);
  count_of_allowed(AUDIT_ARCH_AARCH64, 190, 210);
  CHECK(filter_for(AUDIT_ARCH_ARM).code == NULL, "a filter for a machine that has none");
  return checks_result("filter-table");
}
