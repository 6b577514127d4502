/*
 * id: A8
 * attack: executes the system's set-user-id program `su`, and a copy of itself that it made set-user-id
 * walls: mount, no_new_privileges
 * also: seccomp
 * effect: a process of the box runs with effective user id 0
 * verdict: AC
 */
#include "facts.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int effective_user(pid_t process) {
  char path[64], line[256];
  int user = -1;
  snprintf(path, sizeof path, "/proc/%d/status", process);
  FILE *status = fopen(path, "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "Uid: %*d %d", &user);
  if (status) fclose(status);
  return user;
}

/* `su` waits for a password on a pipe that stays open, so that it can be looked at. */
static pid_t start_su(void) {
  int input[2];
  if (pipe(input)) return -1;
  pid_t child = fork();
  if (child) return child;
  int null = open("/dev/null", O_WRONLY);
  dup2(input[0], 0);
  dup2(null, 1);
  dup2(null, 2);
  execl("/usr/bin/su", "su", "-c", "true", (char *)NULL);
  _exit(126);
}

int main(void) {
  pid_t child = start_su();
  attempt("start", child);
  usleep(200000);
  printf("{\"euid\":%d,\"own\":%d}\n", effective_user(child), (int)geteuid());
  attempt("chmod", chmod("attack", 06755));
  hold();
  kill(child, SIGKILL);
  return 0;
}
