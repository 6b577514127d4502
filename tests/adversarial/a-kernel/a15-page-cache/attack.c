/*
 * id: A15
 * attack: gives pages of a read-only system file to a pipe with splice, tee and vmsplice: the way in of every fault by which
 *   the page cache was written through a pipe
 * walls: seccomp
 * effect: a page of the system's file stands in the program's pipe
 * verdict: AC
 */
#include "facts.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>

int main(void) {
  int ends[2], others[2], file = open("/usr/bin/env", O_RDONLY);
  char page[4096] = "page";
  struct iovec vector = {page, sizeof page};
  if (!attempt("open", file) || pipe(ends) || pipe(others)) return 1;
  attempt("splice", syscall(SYS_splice, file, NULL, ends[1], NULL, 4096L, 0));
  attempt("tee", syscall(SYS_tee, ends[0], others[1], 4096L, SPLICE_F_NONBLOCK));
  attempt("vmsplice", syscall(SYS_vmsplice, ends[1], &vector, 1L, SPLICE_F_NONBLOCK));
  return 0;
}
