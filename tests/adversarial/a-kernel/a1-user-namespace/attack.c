/*
 * id: A1
 * attack: enters a user namespace of its own by unshare, clone and clone3, to reach kernel code that only root sees
 * walls: seccomp
 * effect: a process whose user namespace is not the one that the box was given
 * verdict: AC
 */
#include "facts.h"

#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void child_waits(void) {
  for (;;) pause();
}

int main(void) {
  char before[64] = "", after[64] = "";
  if (readlink("/proc/self/ns/user", before, sizeof before - 1) < 0) attempt("readlink", -1);
  long plain = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (plain == 0) child_waits();
  attempt("clone", plain);
  struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
  long third = syscall(SYS_clone3, &arguments, sizeof arguments);
  if (third == 0) child_waits();
  attempt("clone3", third);
  attempt("unshare", syscall(SYS_unshare, CLONE_NEWUSER));
  if (readlink("/proc/self/ns/user", after, sizeof after - 1) < 0) attempt("readlink", -1);
  printf("{\"before\":\"%s\",\"after\":\"%s\"}\n", before, after);
  hold();
  if (plain > 0) kill((pid_t)plain, SIGKILL);
  if (third > 0) kill((pid_t)third, SIGKILL);
  return 0;
}
