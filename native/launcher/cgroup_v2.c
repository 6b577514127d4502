#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "rootless.h"
#include "sys.h"

#define PERIOD_US 100000u

bool cgroup_v2_find(void) {
  char path[256], type[32], controllers[256] = "";
  bool found = false;
  FILE *mounts = fopen("/proc/self/mounts", "re");
  while (mounts && !found && fscanf(mounts, "%*s %255s %31s %*s %*d %*d", path, type) == 2) found = !strcmp(type, "cgroup2");
  if (mounts) fclose(mounts);
  if (!found) return false;
  if (rootless() && !rootless_cgroup(path, sizeof path, cgroups.problem, sizeof cgroups.problem)) return false;
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    read_text(folder, "cgroup.controllers", controllers, sizeof controllers);
    close(folder);
  }
  if (!strstr(controllers, "memory") || !strstr(controllers, "pids") || !strstr(controllers, "cpu")) return false;
  snprintf(cgroups.folders[0], sizeof cgroups.folders[0], "%s", path);
  snprintf(cgroups.controllers, sizeof cgroups.controllers, "memory pids cpu");
  cgroups.hierarchies = 1;
  return true;
}

static int make(struct cgroup *group) {
  int folder = group->folders[0];
  group->oom_fd = openat(folder, "memory.events", O_RDONLY | O_CLOEXEC);
  /* A box dies whole: half a program that lost a process to the kernel is nobody's result. */
  return group->oom_fd < 0 || write_text(folder, "memory.oom.group", "1") < 0 ? -1 : 0;
}

static int limit(struct cgroup *group, const struct limits *limits) {
  int folder = group->folders[0];
  char text[64];
  if (cgroup_set_number(folder, "memory.max", limits->memory) < 0) return -1;
  if (cgroup_set_number(folder, "memory.swap.max", 0) < 0 && errno != ENOENT) return -1;
  if (cgroup_set_number(folder, "pids.max", limits->processes) < 0) return -1;
  snprintf(text, sizeof text, "%" PRIu64 " %u", limits->cores * PERIOD_US / 1000, PERIOD_US);
  return write_text(folder, "cpu.max", text);
}

static uint64_t cpu(const struct cgroup *group) {
  char text[512];
  return read_text(group->folders[0], "cpu.stat", text, sizeof text) > 0 ? number_of(text, "usage_usec") * 1000 : 0;
}

static uint64_t oom_kills(const struct cgroup *group) {
  char text[512];
  /* From the start of the descriptor that epoll watches: reading it is what arms the next event. */
  ssize_t length = pread(group->oom_fd, text, sizeof text - 1, 0);
  if (length <= 0) return 0;
  text[length] = 0;
  return number_of(text, "oom_kill");
}

static void read_use(const struct cgroup *group, struct cgroup_use *use) {
  int folder = group->folders[0];
  char text[1024];
  *use = (struct cgroup_use){
      .memory_now = cgroup_number(folder, "memory.current"),
      .memory_peak = cgroup_number(folder, "memory.peak"),
      .oom_kills = oom_kills(group),
      .pids_peak = cgroup_number(folder, "pids.peak"),
  };
  use->pids_peak_known = use->pids_peak > 0;
  if (read_text(folder, "cpu.stat", text, sizeof text) > 0) {
    use->cpu = number_of(text, "usage_usec") * 1000;
    use->cpu_user = number_of(text, "user_usec") * 1000;
    use->cpu_system = number_of(text, "system_usec") * 1000;
  }
  if (read_text(folder, "memory.events", text, sizeof text) > 0) use->memory_events = number_of(text, "max");
  if (read_text(folder, "pids.events", text, sizeof text) > 0) use->pids_refused = number_of(text, "max");
}

static void weigh(const struct cgroup *group, bool full) { cgroup_set_number(group->folders[0], "cpu.weight", full ? 100 : 1); }

static void begin(struct cgroup *group) { read_use(group, &group->before); }

const struct cgroup_driver cgroup_v2 = {
    .version = 2, .kept = false, .make = make, .limit = limit, .weigh = weigh, .begin = begin, .read = read_use, .cpu = cpu, .oom_kills = oom_kills};
