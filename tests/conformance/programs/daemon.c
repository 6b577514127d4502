/* daemon MARK: leaves a process behind in a session of its own, which is called MARK and writes a line every 10 ms. */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 2) return 9;
  if (fork() > 0) {
    usleep(50000);
    return 0;
  }
  setsid();
  if (fork() > 0) _exit(0);
  prctl(PR_SET_NAME, argv[1]);
  for (;;) {
    if (write(1, "tick\n", 5) < 0) pause();
    usleep(10000);
  }
}
