/*
 * Time. No cgroup ends a group for the CPU time that it has used, so the counter is read at the earliest moment at which
 * the limit could have been crossed, with every core of the host busy, and then again at the next such moment.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <unistd.h>

#include "runs.h"
#include "sys.h"

/* Read once: each look goes through /sys. */
static uint64_t cores(void) {
  static long online;
  if (online <= 0) online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (uint64_t)online : 1;
}

static void check_cpu(struct run *run, uint64_t now) {
  if (!cgroups.driver || !run->box->cgroup.made) {
    run->cpu_check_at = 0;
    return;
  }
  uint64_t used = cgroup_cpu_used(&run->box->cgroup), limit = run->request.limits.cpu_time + run->child_cpu;
  if (used >= limit) return run_kill(run, CAUSE_CPU_LIMIT);
  uint64_t wait = (limit - used) / cores();
  run->cpu_check_at = now + (wait > CPU_CHECK_LEAST_NS ? wait : CPU_CHECK_LEAST_NS);
}

static void sooner(uint64_t *earliest, uint64_t at) {
  if (at && (!*earliest || at < *earliest)) *earliest = at;
}

static uint64_t wall_deadline(const struct run *run) { return run->executed_at + run->request.limits.wall_time; }

uint64_t runs_deadline(void) {
  uint64_t earliest = 0;
  for (struct run *run = runs; run; run = run->next) {
    if (run->over) continue;
    if (run->gone_at) sooner(&earliest, run->drain_deadline);
    else if (run->cause_known) continue;
    else if (!run->executed) sooner(&earliest, run->setup_deadline);
    else {
      sooner(&earliest, wall_deadline(run));
      sooner(&earliest, run->cpu_check_at);
      sooner(&earliest, run->oom_check_at);
    }
  }
  return earliest;
}

/* All writers are dead, so the end of the pipe must come; what still waits for credit is another matter. */
static void give_up_draining(struct run *run) {
  run->drain_deadline = 0;
  for (int i = 0; i < 2; i++)
    if (run->out[i].watch.fd >= 0 && (run->out[i].credit || !run->connection)) loop_close(&run->out[i].watch);
  run_advance(run);
}

static void tick(struct run *run, uint64_t now) {
  if (run->gone_at) {
    if (run->drain_deadline && now >= run->drain_deadline) give_up_draining(run);
    return;
  }
  if (run->cause_known) return;
  if (!run->executed && run->setup_deadline && now >= run->setup_deadline) {
    struct failure failure = {.stage = STAGE_LAUNCHER, .error = ETIMEDOUT, .detail = "the box did not become ready in time"};
    return run_failed(run, &failure);
  }
  if (!run->executed) return;
  if (now >= wall_deadline(run)) return run_kill(run, CAUSE_WALL_LIMIT);
  if (run->cpu_check_at && now >= run->cpu_check_at) check_cpu(run, now);
  if (run->oom_check_at && now >= run->oom_check_at) {
    run->oom_check_at = 0;
    if (run->box && cgroup_has_oom_kill(&run->box->cgroup)) run_kill(run, CAUSE_OOM_KILL);
  }
}

void runs_tick(uint64_t now) {
  for (struct run *run = runs; run; run = run->next)
    if (!run->over) tick(run, now);
  runs_free_those_over();
}
