#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cgroup.h"
#include "sys.h"

#define TICK_NS 10000000u /* cpuacct.stat counts in USER_HZ */
#define PERIOD_US 100000u
#define REST_BYTES (256u << 10)

enum controller { MEMORY, PIDS, CPU, CPUACCT, CONTROLLERS };
static const char *const names[CONTROLLERS] = {"memory", "pids", "cpu", "cpuacct"};

/* Which of the hierarchies has the controller: some hosts mount cpu and cpuacct together. */
static unsigned where[CONTROLLERS];

static int folder_of(const struct cgroup *group, enum controller controller) { return group->folders[where[controller]]; }

static bool has_option(const char *options, const char *name) {
  size_t length = strlen(name);
  for (const char *at = options; (at = strstr(at, name)); at += length)
    if ((at == options || at[-1] == ',') && (at[length] == ',' || at[length] == 0)) return true;
  return false;
}

static unsigned hierarchy_at(const char *path) {
  for (unsigned i = 0; i < cgroups.hierarchies; i++)
    if (!strcmp(cgroups.folders[i], path)) return i;
  snprintf(cgroups.folders[cgroups.hierarchies], sizeof cgroups.folders[0], "%s", path);
  return cgroups.hierarchies++;
}

bool cgroup_v1_find(void) {
  char path[256], type[32], options[512];
  unsigned found = 0;
  FILE *mounts = fopen("/proc/self/mounts", "re");
  cgroups.hierarchies = 0;
  while (mounts && fscanf(mounts, "%*s %255s %31s %511s %*d %*d", path, type, options) == 3) {
    if (strcmp(type, "cgroup")) continue;
    for (unsigned c = 0; c < CONTROLLERS; c++) {
      if (found >> c & 1 || !has_option(options, names[c])) continue;
      where[c] = hierarchy_at(path);
      found |= 1u << c;
    }
  }
  if (mounts) fclose(mounts);
  if (found == (1u << CONTROLLERS) - 1) snprintf(cgroups.controllers, sizeof cgroups.controllers, "memory pids cpu cpuacct");
  return found == (1u << CONTROLLERS) - 1;
}

/* The kernel writes to an eventfd whenever the group runs out of memory. */
static int watch_oom(struct cgroup *group) {
  int memory = folder_of(group, MEMORY);
  int control = openat(memory, "memory.oom_control", O_RDONLY | O_CLOEXEC);
  group->oom_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  char text[32];
  snprintf(text, sizeof text, "%d %d", group->oom_fd, control);
  int result = control < 0 || group->oom_fd < 0 ? -1 : write_text(memory, "cgroup.event_control", text);
  if (control >= 0) close(control);
  return result;
}

static int make(struct cgroup *group) {
  for (unsigned i = 0; i < cgroups.hierarchies; i++) {
    group->procs[i] = openat(group->folders[i], "cgroup.procs", O_WRONLY | O_CLOEXEC);
    if (group->procs[i] < 0) return -1;
  }
  return watch_oom(group);
}

/* The keeper's own pages come on top, or a run with little memory would pay for them. */
static int limit_memory(struct cgroup *group, uint64_t bytes) {
  int folder = folder_of(group, MEMORY);
  bool swap = faccessat(folder, "memory.memsw.limit_in_bytes", F_OK, 0) == 0;
  if (group->memory_limit == bytes) return 0;
  /* memsw may never be below the other: out of the way first, then both down. */
  if (swap && write_text(folder, "memory.memsw.limit_in_bytes", "-1") < 0) return -1;
  if (cgroup_set_number(folder, "memory.limit_in_bytes", bytes) < 0) return -1;
  if (swap && cgroup_set_number(folder, "memory.memsw.limit_in_bytes", bytes) < 0) return -1;
  if (!swap && write_text(folder, "memory.swappiness", "0") < 0) return -1;
  group->memory_limit = bytes;
  return 0;
}

static int limit(struct cgroup *group, const struct limits *limits) {
  char text[32];
  if (limit_memory(group, limits->memory + group->own_memory) < 0) return -1;
  if (cgroup_set_number(folder_of(group, PIDS), "pids.max", limits->processes + 1) < 0) return -1; /* and the keeper */
  snprintf(text, sizeof text, "%" PRIu64, limits->cores * PERIOD_US / 1000);
  return write_text(folder_of(group, CPU), "cpu.cfs_quota_us", text);
}

static void weigh(const struct cgroup *group, bool full) { cgroup_set_number(folder_of(group, CPU), "cpu.shares", full ? 1024 : 2); }

static uint64_t cpu(const struct cgroup *group) { return cgroup_number(folder_of(group, CPUACCT), "cpuacct.usage"); }

static uint64_t oom_kills(const struct cgroup *group) {
  char text[256];
  return read_text(folder_of(group, MEMORY), "memory.oom_control", text, sizeof text) > 0 ? number_of(text, "oom_kill") : 0;
}

static void read_use(const struct cgroup *group, struct cgroup_use *use) {
  char text[256];
  int memory = folder_of(group, MEMORY), pids = folder_of(group, PIDS), account = folder_of(group, CPUACCT);
  uint64_t peak = cgroup_number(memory, "memory.max_usage_in_bytes"), now = cgroup_number(memory, "memory.usage_in_bytes");
  *use = (struct cgroup_use){
      .cpu = cpu(group),
      .cpu_user = cgroup_number(account, "cpuacct.usage_user"),
      .cpu_system = cgroup_number(account, "cpuacct.usage_sys"),
      .memory_now = now > group->own_memory ? now - group->own_memory : 0,
      .memory_peak = peak > group->own_memory ? peak - group->own_memory : 0,
      .oom_kills = oom_kills(group),
      .memory_events = cgroup_number(memory, "memory.failcnt"),
      .pids_peak = cgroup_number(pids, "pids.peak"),
      .pids_refused = read_text(pids, "pids.events", text, sizeof text) > 0 ? number_of(text, "max") : 0,
  };
  use->pids_peak_known = use->pids_peak > 0;
  if (use->pids_peak) use->pids_peak--; /* the keeper */
  if (use->cpu_user || use->cpu_system) return;
  if (read_text(account, "cpuacct.stat", text, sizeof text) <= 0) return;
  use->cpu_user = number_of(text, "user") * TICK_NS;
  use->cpu_system = number_of(text, "system") * TICK_NS;
}

static void begin(struct cgroup *group) {
  int memory = folder_of(group, MEMORY);
  cgroup_set_number(memory, "memory.max_usage_in_bytes", 0);
  /* One file instead of nine: this stands between a run and its start. */
  group->before = group->last;
  group->before.cpu = cpu(group);
}

/* Pages of files that the last run was the first to touch stay charged to the group: without this, the next run pays for them. */
static void rest(struct cgroup *group) {
  int memory = folder_of(group, MEMORY);
  if (cgroup_number(memory, "memory.usage_in_bytes") > group->own_memory + REST_BYTES) cgroup_set_number(memory, "memory.force_empty", 0);
}

const struct cgroup_driver cgroup_v1 = {
    .version = 1, .kept = true, .make = make, .limit = limit, .weigh = weigh, .begin = begin, .rest = rest, .read = read_use, .cpu = cpu, .oom_kills = oom_kills};
