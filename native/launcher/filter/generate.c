/*
 * Compiles policy.def into classic BPF for x86-64 and arm64 and prints it as filter.gen.h. Runs at build time only.
 *
 * libseccomp knows which number a call has on which architecture; the code is our own, for two reasons. libseccomp has
 * no "otherwise" for one call's arguments (a socket family outside the list must answer EAFNOSUPPORT, not the default).
 * And it tests each number by itself, where the calls that may be made lie in some hundred ranges: the kernel translates a
 * filter and walks it for each of its calls whenever it is loaded, which happens for every run.
 *
 * The code that comes out:
 *
 *     architecture not ours       -> USER_NOTIF
 *     number with the x32 bit     -> USER_NOTIF   (x86-64 only)
 *     balanced tree of `number >= k`; its leaves are verdicts, or jumps to
 *     one block for each call with tests, which looks at its arguments
 */
#define _GNU_SOURCE
#include <linux/audit.h>
#include <linux/filter.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"

#define NO_LABEL SIZE_MAX
#define UNPLACED SIZE_MAX
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
  size_t far, block; /* labels, where the leaf has lines */
};

/* A place in the code that is jumped to before it is known. Classic BPF jumps forward only. */
struct label {
  bool is_verdict;
  uint32_t verdict;
  size_t at; /* UNPLACED until it is */
};

struct instruction {
  uint16_t operation;
  uint32_t operand;
  size_t yes, no; /* labels, of a conditional jump; `yes` alone, of a far one */
};

static struct instruction code[CODE_MAX];
static struct label labels[CODE_MAX];
static size_t length, label_count;

static void fail(const char *what, const char *which) {
  fprintf(stderr, "generate: %s: %s\n", which, what);
  exit(1);
}

static void emit(uint16_t operation, uint32_t operand, size_t yes, size_t no) {
  if (length == CODE_MAX) fail("too long", "filter");
  code[length++] = (struct instruction){operation, operand, yes, no};
}

static void load(size_t offset) { emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, NO_LABEL, NO_LABEL); }
static void answer(uint32_t verdict) { emit(BPF_RET | BPF_K, verdict, NO_LABEL, NO_LABEL); }
static void when(uint16_t comparison, uint32_t operand, size_t yes, size_t no) { emit(BPF_JMP | comparison | BPF_K, operand, yes, no); }

static size_t new_label(void) {
  if (label_count == CODE_MAX) fail("too many labels", "filter");
  labels[label_count] = (struct label){false, 0, UNPLACED};
  return label_count++;
}

static void place(size_t label) { labels[label].at = length; }

/* The answers of one stretch of code stand together behind it, each once: see place_verdicts. */
static size_t verdict_label(uint32_t verdict) {
  for (size_t i = 0; i < label_count; i++)
    if (labels[i].is_verdict && labels[i].verdict == verdict && labels[i].at == UNPLACED) return i;
  size_t label = new_label();
  labels[label].is_verdict = true;
  labels[label].verdict = verdict;
  return label;
}

static void place_verdicts(void) {
  for (size_t i = 0; i < label_count; i++) {
    if (!labels[i].is_verdict || labels[i].at != UNPLACED) continue;
    place(i);
    answer(labels[i].verdict);
  }
}

static void emit_preamble(const struct machine *machine) {
  size_t ours = new_label();
  load(offsetof(struct seccomp_data, arch));
  when(BPF_JEQ, machine->audit, ours, verdict_label(SECCOMP_RET_USER_NOTIF));
  place(ours);
  load(offsetof(struct seccomp_data, nr));
  if (!machine->has_x32) return;
  /* x32 calls come with our own architecture and bit 30 of the number. -1 has that bit too but is a call in no ABI:
   * programs make it to ask what an absent call answers. */
  size_t native = new_label(), high = new_label();
  when(BPF_JGE, X32_BIT, high, native);
  place(high);
  when(BPF_JEQ, 0xffffffffu, verdict_label(POLICY_DEFAULT), verdict_label(SECCOMP_RET_USER_NOTIF));
  place(native);
}

/* Where to go for this leaf: straight to the answer, or to a far jump that emit_far_jumps places behind the tree. */
static size_t leaf_label(struct range *range) {
  if (range->leaf.line == POLICY_LINES) return verdict_label(range->leaf.verdict);
  return range->far = new_label();
}

static void emit_tree(struct range *ranges, size_t count) {
  size_t middle = count / 2, rest = count - middle;
  size_t low = middle == 1 ? leaf_label(&ranges[0]) : new_label();
  size_t high = rest == 1 ? leaf_label(&ranges[middle]) : new_label();
  when(BPF_JGE, ranges[middle].first, high, low);
  if (middle > 1) {
    place(low);
    emit_tree(ranges, middle);
  }
  if (rest > 1) {
    place(high);
    emit_tree(ranges + middle, rest);
  }
}

/* A conditional jump reaches 255 instructions, so the blocks of the calls with tests are entered by way of these. */
static void emit_far_jumps(struct range *ranges, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (ranges[i].leaf.line == POLICY_LINES) continue;
    place(ranges[i].far);
    emit(BPF_JMP | BPF_JA, 0, ranges[i].block = new_label(), NO_LABEL);
  }
}

static bool same_operand(const struct policy_test *a, const struct policy_test *b) {
  return a != NULL && a->argument == b->argument && a->mask == b->mask;
}

/* The arguments of one call. A failed test leaves its argument loaded, so that a next line on the same one need not. */
static void emit_block(size_t line) {
  const struct policy_test *loaded = NULL;
  for (; line_has_tests(&policy[line]); line++) {
    size_t next = new_label(), tests = 0;
    while (tests < POLICY_TESTS && policy[line].tests[tests].mask != 0) tests++;
    for (size_t i = 0; i < tests; i++) {
      const struct policy_test *test = &policy[line].tests[i];
      if (!same_operand(loaded, test)) {
        load(offsetof(struct seccomp_data, args) + test->argument * sizeof(uint64_t)); /* low half: little-endian */
        if (test->mask != 0xffffffffu) emit(BPF_ALU | BPF_AND | BPF_K, test->mask, NO_LABEL, NO_LABEL);
      }
      loaded = test;
      size_t matched = i + 1 == tests ? verdict_label(policy[line].verdict) : new_label();
      when(BPF_JEQ, test->value, matched, next);
      if (i + 1 < tests) place(matched);
    }
    place(next);
    if (tests > 1) loaded = NULL; /* which of the two failed is not known */
  }
  answer(policy[line].verdict);
}

static void emit_filter(const struct machine *machine, struct range *ranges, size_t count) {
  length = label_count = 0;
  emit_preamble(machine);
  emit_tree(ranges, count);
  emit_far_jumps(ranges, count);
  place_verdicts();
  for (size_t i = 0; i < count; i++) {
    if (ranges[i].leaf.line == POLICY_LINES) continue;
    place(ranges[i].block);
    emit_block(ranges[i].leaf.line);
  }
  place_verdicts();
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
    if (!same) ranges[count++] = (struct range){n, leaves[n], NO_LABEL, NO_LABEL};
  }
  return count;
}

static struct sock_filter resolve(size_t i) {
  const struct instruction *from = &code[i];
  struct sock_filter out = {.code = from->operation, .k = from->operand};
  if (from->yes == NO_LABEL) return out;
  size_t yes = labels[from->yes].at - i - 1;
  if (from->no == NO_LABEL) {
    out.k = (uint32_t)yes;
    return out;
  }
  size_t no = labels[from->no].at - i - 1;
  if (yes > UINT8_MAX || no > UINT8_MAX) fail("a jump is longer than 255 instructions", "filter");
  out.jt = (uint8_t)yes;
  out.jf = (uint8_t)no;
  return out;
}

static void print_filter(const struct machine *machine, size_t calls, size_t ranges) {
  printf("\n/* %zu calls named, %zu ranges, %zu instructions */\n", calls, ranges, length);
  printf("static const struct sock_filter %s[] = {\n", machine->array);
  for (size_t i = 0; i < length; i++) {
    struct sock_filter line = resolve(i);
    printf("  {0x%02x, %u, %u, 0x%08x},\n", line.code, line.jt, line.jf, line.k);
  }
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
    size_t calls = number_leaves(&machines[i], leaves);
    size_t count = merge_ranges(leaves, ranges);
    emit_filter(&machines[i], ranges, count);
    print_filter(&machines[i], calls, count);
  }
  printf("\n#endif\n");
  return 0;
}
