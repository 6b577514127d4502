#include "filter.h"

#include <linux/audit.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "filter.gen.h"

#if defined(__x86_64__) && !defined(__ILP32__)
#define THIS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && !defined(__ILP32__) && !defined(__AARCH64EB__)
#define THIS_MACHINE AUDIT_ARCH_AARCH64
#else
#error "the filter is written for x86-64 and little-endian arm64; another machine needs a table in generate.c"
#endif

#define PROGRAM(array) ((struct filter_program){array, sizeof(array) / sizeof((array)[0])})

struct filter_program filter_for(uint32_t audit_architecture) {
  switch (audit_architecture) {
    case AUDIT_ARCH_X86_64:
      return PROGRAM(filter_x86_64);
    case AUDIT_ARCH_AARCH64:
      return PROGRAM(filter_aarch64);
    default:
      return (struct filter_program){NULL, 0};
  }
}

struct filter_program filter_for_this_machine(void) { return filter_for(THIS_MACHINE); }

bool filter_lets_go_on(uint32_t call, uint32_t audit_architecture) {
  return audit_architecture == THIS_MACHINE && (call == SYS_socket || call == SYS_socketpair);
}
