/*
 * refuse WHAT [PATH [SIZE]]: does a thing until the kernel refuses it; prints how often it went well and the error.
 * What it has made stays, so that the limit is still met when the program ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 100000

static int forks(const char *unused) {
  (void)unused;
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  return child;
}

static int descriptors(const char *path) { return open(path, O_RDONLY); }

static int files(const char *folder) {
  static int number;
  char path[128];
  snprintf(path, sizeof path, "%s/%d", folder, number++);
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  return fd < 0 ? fd : close(fd);
}

static int bytes(const char *path) {
  static char block[65536];
  static int fd = -1;
  if (fd < 0) fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  return (int)write(fd, block, sizeof block);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "", *path = argc > 2 ? argv[2] : "";
  int (*act)(const char *) = !strcmp(what, "forks") ? forks : !strcmp(what, "descriptors") ? descriptors : !strcmp(what, "files") ? files : bytes;
  int count = 0;
  while (count < MOST && act(path) >= 0) count++;
  printf("%d %s\n", count, count < MOST ? strerrorname_np(errno) : "never");
  return 0;
}
