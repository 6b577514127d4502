/*
 * Proof that the guest's kernel does what the launcher rests on: a group of cgroup v2 with a memory limit, a process
 * in it that wants more, and the kernel's own count of the kill. Prints "signal=N oom_kill=N".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GROUP "/sys/fs/cgroup/proof"

enum { LIMIT = 8 << 20, WANTED = 64 << 20 };

static void put(const char *path, const char *text) {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || write(file, text, strlen(text)) < 0) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    exit(1);
  }
  close(file);
}

static int oom_kills(void) {
  char text[512] = {0};
  const int file = open(GROUP "/memory.events", O_RDONLY | O_CLOEXEC);
  if (file < 0 || read(file, text, sizeof text - 1) < 0) return -1;
  close(file);
  const char *line = strstr(text, "oom_kill ");
  return line ? atoi(line + strlen("oom_kill ")) : -1;
}

static void eat(void) {
  put(GROUP "/cgroup.procs", "0");
  char *memory = mmap(NULL, WANTED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) _exit(1);
  memset(memory, 1, WANTED);
  _exit(0);
}

int main(void) {
  char limit[32];
  snprintf(limit, sizeof limit, "%d", LIMIT);
  put("/sys/fs/cgroup/cgroup.subtree_control", "+memory +pids +cpu");
  if (mkdir(GROUP, 0755) < 0) return 1;
  put(GROUP "/memory.max", limit);
  put(GROUP "/memory.swap.max", "0");
  const pid_t child = fork();
  if (child == 0) eat();
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 1;
  printf("signal=%d oom_kill=%d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0, oom_kills());
  return rmdir(GROUP) == 0 ? 0 : 1;
}
