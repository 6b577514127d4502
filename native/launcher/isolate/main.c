#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../cgroup.h"
#include "../describe.h"
#include "isolate.h"

static void print_cgroup_root(void) {
  if (!cgroup_v1_find() && !cgroup_v2_find()) give_up("no hierarchy with the controllers memory, pids and cpu is mounted");
  printf("%s/cupel\n", cgroups.folders[0]);
}

static int act(const struct settings *settings) {
  switch (settings->action) {
    case ACTION_HELP: return fputs(settings_help, stdout) < 0;
    case ACTION_VERSION: return printf("cupel-isolate %s: the command line of isolate, over Cupel's launcher\n", LAUNCHER_VERSION) < 0;
    case ACTION_CGROUP_ROOT: return print_cgroup_root(), 0;
    default: break;
  }
  if (geteuid() != 0) give_up("this takes root: start it as root, or install it set-uid root");
  if (settings->action == ACTION_CHECK) return print_cgroup_root(), 0;
  if (settings->action == ACTION_RUN) meta_open(settings);
  place_lock(settings);
  if (settings->action == ACTION_INIT) return place_init(settings), 0;
  if (settings->action == ACTION_CLEANUP) return place_cleanup(settings), 0;
  return run_program(settings);
}

/* A descriptor of ours must never be taken for one of the program's. */
static void open_standard(void) {
  for (int fd = 0; fd < 3; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) _exit(2);
}

int main(int argc, char **argv) {
  static struct settings settings;
  open_standard();
  settings_read(&settings, argc, argv);
  return act(&settings);
}
