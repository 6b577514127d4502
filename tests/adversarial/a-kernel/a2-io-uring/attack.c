/*
 * id: A2
 * attack: sets up an io_uring, which does system calls that no filter sees
 * walls: seccomp
 * effect: the program holds a descriptor of an io_uring
 * verdict: AC
 */
#include "facts.h"

#include <linux/io_uring.h>
#include <sys/syscall.h>

int main(void) {
  struct io_uring_params params = {0};
  long ring = syscall(SYS_io_uring_setup, 4, &params);
  attempt("io_uring_setup", ring);
  attempt("io_uring_enter", syscall(SYS_io_uring_enter, ring, 0, 0, 0, 0, 0));
  attempt("io_uring_register", syscall(SYS_io_uring_register, ring, 8 /* IORING_REGISTER_PROBE */, 0, 0));
  hold();
  return 0;
}
