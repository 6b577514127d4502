#define _GNU_SOURCE
#include "describe.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "artefact.h"
#include "pool.h"
#include "rootless.h"
#include "run.h"
#include "sys.h"

#define SAMPLE_AGE_NS UINT64_C(50000000)
#define TICK_NS UINT64_C(10000000)

struct launcher_facts launcher_facts;

void describe_launcher(struct buffer *out) {
  struct utsname kernel;
  uname(&kernel);
  buffer_put_number(out, WELCOME_VERSION, PROTOCOL_VERSION);
  buffer_put_text(out, WELCOME_BUILD, LAUNCHER_VERSION);
  buffer_put_number(out, WELCOME_CGROUP, cgroups.driver ? (uint64_t)cgroups.driver->version : 0);
  buffer_put_text(out, WELCOME_CONTROLLERS, cgroups.controllers);
  buffer_put_text(out, WELCOME_KERNEL, kernel.release);
  buffer_put_number(out, WELCOME_WALLS, boxes.host_walls);
  for (unsigned i = 0; i < launcher_facts.problem_count; i++) buffer_put_text(out, WELCOME_PROBLEM, launcher_facts.problems[i]);
  for (unsigned i = 0; i < launcher_facts.profiles->count; i++) buffer_put_text(out, WELCOME_PROFILE, launcher_facts.profiles->list[i].name);
  buffer_put_number(out, WELCOME_BOXES, boxes.count);
  buffer_put_number(out, WELCOME_SWEPT, cgroups.swept);
  buffer_put_number(out, WELCOME_ROOTLESS, rootless());
}

static unsigned open_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  unsigned count = 0;
  for (struct dirent *entry; folder && (entry = readdir(folder));) count += entry->d_name[0] != '.';
  if (folder) closedir(folder);
  return count ? count - 1 : 0; /* not the one that we are looking through */
}

static uint64_t resident_bytes(void) {
  char text[128];
  if (read_text(AT_FDCWD, "/proc/self/statm", text, sizeof text) <= 0) return 0;
  const char *second = strchr(text, ' ');
  return second ? strtoull(second, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

void describe_state(struct buffer *out) {
  buffer_put_number(out, STATE_RUNNING, boxes_in(BOX_STARTING) + boxes_in(BOX_RUNNING) + boxes_in(BOX_ENDING));
  buffer_put_number(out, STATE_READY, boxes_in(BOX_READY));
  buffer_put_number(out, STATE_ARTEFACTS, artefacts_count());
  buffer_put_number(out, STATE_RUNS, runs_finished);
  buffer_put_number(out, STATE_CGROUPS, cgroups_count());
  buffer_put_number(out, STATE_PROCESSES, boxes_processes());
  buffer_put_number(out, STATE_DESCRIPTORS, open_descriptors());
  buffer_put_number(out, STATE_RSS, resident_bytes());
  buffer_put_number(out, STATE_POOLED, pools_waiting());
  buffer_put_number(out, STATE_POOL_BYTES, pools_bytes());
  buffer_put_number(out, STATE_POOL_BUDGET, pool_budget);
}

/* Read at most every 50 ms: many short runs would otherwise spend their time here. */
void host_pressure(uint64_t *steal, uint64_t *waited) {
  static uint64_t last_steal, last_waited, sampled_at;
  char text[256];
  if (!sampled_at || monotonic_ns() - sampled_at > SAMPLE_AGE_NS) {
    sampled_at = monotonic_ns();
    unsigned long long ticks = 0;
    if (read_text(AT_FDCWD, "/proc/stat", text, sizeof text) > 0 && sscanf(text, "cpu %*u %*u %*u %*u %*u %*u %*u %llu", &ticks) == 1)
      last_steal = ticks * TICK_NS;
    const char *total = read_text(AT_FDCWD, "/proc/pressure/cpu", text, sizeof text) > 0 ? strstr(text, "total=") : NULL;
    if (total) last_waited = strtoull(total + 6, NULL, 10) * 1000;
  }
  *steal = last_steal;
  *waited = last_waited;
}

static uint64_t between(uint64_t from, uint64_t to) { return from && to > from ? to - from : 0; }

void describe_usage(struct buffer *out, const struct run *run) {
  struct cgroup_use use = {0};
  if (run->box && cgroups.driver && run->box->cgroup.made) cgroup_used(&run->box->cgroup, &use);
  buffer_put_number(out, EV_CPU, use.cpu > run->child_cpu ? use.cpu - run->child_cpu : 0);
  buffer_put_number(out, EV_MEMORY_NOW, use.memory_now);
  buffer_put_number(out, EV_WALL, between(run->executed_at, monotonic_ns()));
}

static void describe_exit(struct buffer *out, const struct run *run) {
  buffer_put_number(out, EV_CAUSE, run->cause);
  bool ran = run->executed && run->ended_at && run->failure.stage == STAGE_NONE;
  if (ran && WIFEXITED(run->status)) buffer_put_number(out, EV_EXIT_CODE, (uint64_t)WEXITSTATUS(run->status));
  if (ran && WIFSIGNALED(run->status)) buffer_put_number(out, EV_SIGNAL, (uint64_t)WTERMSIG(run->status));
  if (run->forbidden) buffer_put_number(out, EV_SECCOMP_NR, run->syscall);
  if (run->forbidden) buffer_put_number(out, EV_SECCOMP_ARCH, run->architecture);
  if (run->failure.stage == STAGE_NONE) return;
  buffer_put_number(out, EV_FAULT_STAGE, run->failure.stage);
  buffer_put_number(out, EV_FAULT_INDEX, run->failure.index);
  buffer_put_number(out, EV_FAULT_ERRNO, (uint64_t)run->failure.error);
  buffer_put_text(out, EV_FAULT_DETAIL, run->failure.detail);
}

static void describe_counters(struct buffer *out, const struct run *run) {
  const struct cgroup_use *use = &run->use;
  buffer_put_number(out, EV_CPU, use->cpu);
  buffer_put_number(out, EV_CPU_USER, use->cpu_user);
  buffer_put_number(out, EV_CPU_SYSTEM, use->cpu_system);
  buffer_put_number(out, EV_WALL, between(run->executed_at, run->ended_at));
  buffer_put_number(out, EV_MEMORY_PEAK, use->memory_peak);
  buffer_put_number(out, EV_OOM_KILLS, use->oom_kills);
  buffer_put_number(out, EV_MEMORY_EVENTS, use->memory_events);
  if (use->pids_peak_known) buffer_put_number(out, EV_PIDS_PEAK, use->pids_peak);
  buffer_put_number(out, EV_PIDS_REFUSED, use->pids_refused);
  buffer_put_number(out, EV_MAX_RSS, (uint64_t)run->rusage.ru_maxrss * 1024);
  buffer_put_number(out, EV_SWITCHES_FORCED, (uint64_t)run->rusage.ru_nivcsw);
  buffer_put_number(out, EV_SWITCHES_VOLUNTARY, (uint64_t)run->rusage.ru_nvcsw);
  buffer_put_number(out, EV_STDOUT_BYTES, run->out[0].bytes);
  buffer_put_number(out, EV_STDERR_BYTES, run->out[1].bytes);
  buffer_put_number(out, EV_STDOUT_CUT, run->out[0].cut);
  buffer_put_number(out, EV_STDERR_CUT, run->out[1].cut);
  buffer_put_number(out, EV_SCRATCH_BYTES, run->scratch_bytes);
  buffer_put_number(out, EV_SCRATCH_INODES, run->scratch_inodes);
  buffer_put_number(out, EV_SCRATCH_FULL, run->scratch_full ? 1 : run->file_full ? 2 : 0);
}

void describe_run(struct buffer *out, const struct run *run) {
  uint64_t steal, waited;
  const unsigned all = (1u << WALL_COUNT) - 1;
  host_pressure(&steal, &waited);
  describe_exit(out, run);
  describe_counters(out, run);
  buffer_put_number(out, EV_WALLS, run->walls);
  buffer_put_number(out, EV_MISSING, all & ~run->walls);
  buffer_put_number(out, EV_MODE, run->request.mode);
  if (run->artefact) buffer_put_number(out, EV_ARTEFACT, run->artefact);
  buffer_put_number(out, EV_T_BOX, between(run->asked_at, run->ready_at));
  buffer_put_number(out, EV_T_START, between(run->ready_at, run->executed_at));
  buffer_put_number(out, EV_T_END, between(run->ended_at, run->gone_at));
  buffer_put_number(out, EV_STEAL, between(run->steal_before, steal));
  buffer_put_number(out, EV_PRESSURE, between(run->pressure_before, waited));
  buffer_put_number(out, EV_PREBUILT, run->prebuilt);
  buffer_put_number(out, EV_WARM, run->warm);
}
