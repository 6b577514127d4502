/*
 * Compiles policy.def into classic BPF for x86-64 and arm64 and prints it as filter.gen.h. Runs at build time only.
 *
 * libseccomp knows which number a call has on which architecture; the code is our own, for three reasons. libseccomp has
 * no "otherwise" for one call's arguments (a socket family outside the list must answer EAFNOSUPPORT, not the
 * default). It tests each number by itself, where the calls that may be made lie in a few dozen ranges: a tree over ranges is a
 * third of the code, and the kernel walks it for each of its 450 calls whenever a filter is loaded, which happens for
 * every run. And the rule for foreign ABIs is better read here than inferred.
 *
 * The code that comes out:
 *
 *     architecture not ours         -> USER_NOTIF
 *     number with the x32 bit       -> USER_NOTIF   (x86-64 only)
 *     balanced tree of `number >= k`, one leaf for each range of numbers with the same verdict;
 *     a call with tests has a leaf of its own, which jumps to code that looks at its arguments
 */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"

#define NUMBERS 1024u /* calls are numbered below this, and will be for decades */
#define CODE_MAX 1024u
#define X32_BIT 0x40000000u

struct machine {
  const char *array;
  uint32_t audit;
  uint32_t seccomp;
  bool has_x32;
};

/* What to do with a number: a verdict, or the lines of policy.def from `line` on. */
struct leaf {
  uint32_t verdict;
  size_t line; /* POLICY_LINES where the verdict stands for all arguments */
};

struct range {
  uint32_t first;
  struct leaf leaf;
  size_t jump; /* where the tree leaves for the lines; they stand behind it, since conditional jumps reach 255 far only */
};

static struct sock_filter code[CODE_MAX];
static size_t length;

static void fail(const char *what, const char *which) {
  fprintf(stderr, "generate: %s: %s\n", which, what);
  exit(1);
}

static size_t emit(uint16_t operation, uint32_t operand) {
  if (length == CODE_MAX) fail("too long", "filter");
  code[length] = (struct sock_filter){.code = operation, .k = operand};
  return length++;
}

static size_t load(size_t offset) { return emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset); }
static size_t answer(uint32_t verdict) { return emit(BPF_RET | BPF_K, verdict); }

/* A jump is over the instructions from the one after `at` up to the next to be emitted. */
static uint8_t distance_from(size_t at) {
  size_t distance = length - at - 1;
  if (distance > UINT8_MAX) fail("a jump is longer than 255 instructions", "filter");
  return (uint8_t)distance;
}

static void emit_preamble(const struct machine *machine) {
  load(offsetof(struct seccomp_data, arch));
  size_t ours = emit(BPF_JMP | BPF_JEQ | BPF_K, machine->audit);
  answer(SECCOMP_RET_USER_NOTIF);
  code[ours].jt = distance_from(ours);
  load(offsetof(struct seccomp_data, nr));
  if (!machine->has_x32) return;
  /* x32 calls come with our own architecture and bit 30 of the number. -1 has that bit too but is a call in no ABI:
   * programs make it to ask what an absent call answers. */
  size_t low = emit(BPF_JMP | BPF_JGE | BPF_K, X32_BIT);
  size_t minus_one = emit(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffffu);
  answer(SECCOMP_RET_USER_NOTIF);
  code[low].jf = distance_from(low);
  code[minus_one].jt = distance_from(minus_one);
}

/* The arguments of one call. A failed test leaves its argument loaded, so a following line on the same one need not. */
static void emit_lines(size_t line) {
  const struct policy_test *loaded = NULL;
  for (; line_has_tests(&policy[line]); line++) {
    size_t skips[POLICY_TESTS], count = 0;
    for (size_t i = 0; i < POLICY_TESTS && policy[line].tests[i].mask != 0; i++) {
      const struct policy_test *test = &policy[line].tests[i];
      if (loaded == NULL || loaded->argument != test->argument || loaded->mask != test->mask) {
        load(offsetof(struct seccomp_data, args) + test->argument * sizeof(uint64_t)); /* low half: little-endian */
        if (test->mask != 0xffffffffu) emit(BPF_ALU | BPF_AND | BPF_K, test->mask);
      }
      loaded = test;
      skips[count++] = emit(BPF_JMP | BPF_JEQ | BPF_K, test->value);
    }
    answer(policy[line].verdict);
    for (size_t i = 0; i < count; i++) code[skips[i]].jf = distance_from(skips[i]);
    if (count > 1) loaded = NULL; /* which of the two failed is not known */
  }
  answer(policy[line].verdict);
}

static void emit_tree(struct range *ranges, size_t count) {
  if (count == 1) {
    if (ranges->leaf.line == POLICY_LINES) answer(ranges->leaf.verdict);
    else ranges->jump = emit(BPF_JMP | BPF_JA, 0);
    return;
  }
  size_t middle = count / 2;
  size_t jump = emit(BPF_JMP | BPF_JGE | BPF_K, ranges[middle].first);
  emit_tree(ranges, middle);
  code[jump].jt = distance_from(jump);
  emit_tree(ranges + middle, count - middle);
}

static void emit_calls_with_tests(const struct range *ranges, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (ranges[i].leaf.line == POLICY_LINES) continue;
    code[ranges[i].jump].k = (uint32_t)(length - ranges[i].jump - 1);
    emit_lines(ranges[i].leaf.line);
  }
}

/* Lines of one call stand together and end in one without a test: anything else is a slip that would change the policy. */
static void check_policy(void) {
  for (size_t i = 0; i < POLICY_LINES; i++) {
    const char *call = policy[i].call;
    if (seccomp_syscall_resolve_name(call) == __NR_SCMP_ERROR) fail("libseccomp does not know this call", call);
    bool last = i + 1 == POLICY_LINES || strcmp(policy[i + 1].call, call) != 0;
    if (last == line_has_tests(&policy[i])) fail(last ? "the last line has a test" : "lines follow one without a test", call);
    for (size_t j = i + 1; last && j < POLICY_LINES; j++)
      if (strcmp(policy[j].call, call) == 0) fail("named twice", call);
  }
}

static size_t number_leaves(const struct machine *machine, struct leaf leaves[NUMBERS]) {
  size_t calls = 0;
  for (size_t n = 0; n < NUMBERS; n++) leaves[n] = (struct leaf){POLICY_DEFAULT, POLICY_LINES};
  for (size_t i = 0; i < POLICY_LINES; i++) {
    if (i > 0 && strcmp(policy[i - 1].call, policy[i].call) == 0) continue;
    int number = seccomp_syscall_resolve_name_arch(machine->seccomp, policy[i].call);
    if (number < 0) continue; /* this architecture lacks it */
    if ((unsigned)number >= NUMBERS) fail("number beyond the table", policy[i].call);
    leaves[number] = line_has_tests(&policy[i]) ? (struct leaf){0, i} : (struct leaf){policy[i].verdict, POLICY_LINES};
    calls++;
  }
  return calls;
}

static size_t merge_ranges(const struct leaf leaves[NUMBERS], struct range ranges[NUMBERS]) {
  size_t count = 0;
  for (uint32_t n = 0; n < NUMBERS; n++) {
    const struct leaf *last = count > 0 ? &ranges[count - 1].leaf : NULL;
    bool same = last != NULL && last->line == POLICY_LINES && leaves[n].line == POLICY_LINES && last->verdict == leaves[n].verdict;
    if (!same) ranges[count++] = (struct range){n, leaves[n], 0};
  }
  return count;
}

static void print_filter(const struct machine *machine, size_t calls, size_t ranges) {
  printf("\n/* %zu calls named, %zu ranges, %zu instructions */\n", calls, ranges, length);
  printf("static const struct sock_filter %s[] = {\n", machine->array);
  for (size_t i = 0; i < length; i++)
    printf("  {0x%02x, %u, %u, 0x%08x},\n", code[i].code, code[i].jt, code[i].jf, code[i].k);
  printf("};\n");
}

int main(void) {
  static const struct machine machines[] = {
    {"filter_x86_64", AUDIT_ARCH_X86_64, SCMP_ARCH_X86_64, true},
    {"filter_aarch64", AUDIT_ARCH_AARCH64, SCMP_ARCH_AARCH64, false},
  };
  static struct leaf leaves[NUMBERS];
  static struct range ranges[NUMBERS];
  check_policy();
  printf("/* Made from policy.def by generate.c; do not edit: `make -C native/launcher generate`. */\n");
  printf("#ifndef CUPEL_FILTER_GEN_H\n#define CUPEL_FILTER_GEN_H\n\n#include <linux/filter.h>\n");
  for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++) {
    length = 0;
    size_t calls = number_leaves(&machines[i], leaves);
    size_t count = merge_ranges(leaves, ranges);
    emit_preamble(&machines[i]);
    emit_tree(ranges, count);
    emit_calls_with_tests(ranges, count);
    print_filter(&machines[i], calls, count);
  }
  printf("\n#endif\n");
  return 0;
}
