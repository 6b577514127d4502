/*
 * Runs a seccomp program as the kernel would, on a call that is never made. Knows exactly the instructions that the
 * filter may hold; any other, and any jump or load outside, ends the test at once.
 */
#ifndef CUPEL_TESTS_BPF_H
#define CUPEL_TESTS_BPF_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../filter/filter.h"

static inline _Noreturn void bpf_broken(size_t at, const char *why) {
  fprintf(stderr, "filter, instruction %zu: %s\n", at, why);
  exit(1);
}

static inline uint32_t bpf_load(const struct seccomp_data *data, uint32_t offset, size_t at) {
  uint32_t word;
  if (offset % sizeof word != 0 || offset > sizeof *data - sizeof word) bpf_broken(at, "loads from outside the call");
  memcpy(&word, (const uint8_t *)data + offset, sizeof word);
  return word;
}

static inline size_t bpf_jump(const struct sock_filter *i, uint32_t accumulator, size_t at) {
  switch (i->code) {
    case BPF_JMP | BPF_JA:
      return i->k;
    case BPF_JMP | BPF_JEQ | BPF_K:
      return accumulator == i->k ? i->jt : i->jf;
    case BPF_JMP | BPF_JGE | BPF_K:
      return accumulator >= i->k ? i->jt : i->jf;
    default:
      bpf_broken(at, "an instruction that the filter should not need");
  }
}

static inline uint32_t bpf_run(struct filter_program program, const struct seccomp_data *data) {
  uint32_t accumulator = 0;
  for (size_t at = 0; at < program.length; at++) {
    const struct sock_filter *i = &program.code[at];
    if (i->code == (BPF_RET | BPF_K)) return i->k;
    if (i->code == (BPF_LD | BPF_W | BPF_ABS)) accumulator = bpf_load(data, i->k, at);
    else if (i->code == (BPF_ALU | BPF_AND | BPF_K)) accumulator &= i->k;
    else at += bpf_jump(i, accumulator, at);
  }
  bpf_broken(program.length, "ran off the end");
}

/* What the filter says to a call with these arguments. */
static inline uint32_t bpf_call(struct filter_program program, uint32_t architecture, uint32_t number, const uint64_t arguments[6]) {
  struct seccomp_data data = {.nr = (int)number, .arch = architecture, .instruction_pointer = 0x401000};
  memcpy(data.args, arguments, sizeof data.args);
  return bpf_run(program, &data);
}

#endif
