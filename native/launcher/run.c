#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "artefact.h"
#include "collect.h"
#include "describe.h"
#include "runs.h"
#include "process.h"
#include "sys.h"
#include "terminal.h"

#define OOM_CHECK_NS UINT64_C(1000000)
#define DRAIN_NS UINT64_C(2000000000)

uint64_t runs_finished;
struct run *runs;

/* The list. */

void run_list(struct run *run) {
  run->next = runs;
  runs = run;
}

struct run *run_find(const struct connection *connection, uint32_t id) {
  for (struct run *run = runs; run; run = run->next)
    if (!run->over && run->connection == connection && run->id == id) return run;
  return NULL;
}

/* The group may outlive its members: one that fails late looks at the others. */
static void leave_group(struct run *run) {
  struct group *group = run->group;
  for (unsigned i = 0; i < group->count; i++)
    if (group->members[i] == run) group->members[i] = NULL;
  if (--group->members_left == 0) free(group);
}

void run_free(struct run *run) {
  input_close(&run->input);
  loop_close(&run->out[0].watch);
  loop_close(&run->out[1].watch);
  collection_close(&run->collection);
  close_fd(&run->program_side);
  free(run->payload);
  free(run);
}

void runs_free_those_over(void) {
  for (struct run **at = &runs; *at;) {
    struct run *run = *at;
    if (!run->over) {
      at = &run->next;
      continue;
    }
    *at = run->next;
    if (run->group) leave_group(run);
    run->connection = NULL;
    run_free(run);
  }
}

/* Beginning. */

void run_board(struct run *run) {
  if (!box_take(run, run->profile, run->walls)) abort(); /* boxes_free promised one */
  if (run->box && run->box->state == BOX_READY) run_box_ready(run);
}

void run_begin(struct run *run) {
  run_list(run);
  run_board(run);
}

void run_box_ready(struct run *run) {
  run->ready_at = monotonic_ns();
  if (run->cause_known) return box_end(run->box);
  if (!run->group) run_start(run);
  else if (++run->group->ready == run->group->count) group_start(run->group);
}

void run_executing(struct run *run, uint64_t child_cpu, uint64_t at) {
  run->executed = true;
  run->executed_at = at;
  run->child_cpu = child_cpu;
  run->setup_deadline = 0;
  if (wall_stands(run->walls, WALL_CGROUP)) run->cpu_check_at = run->executed_at + CPU_CHECK_LEAST_NS;
  connection_send(run->connection, FRAME_STARTED, run->id, NULL, 0);
}

/* Causes: the first one stays. */

static void set_cause(struct run *run, enum cause cause) {
  if (run->cause_known) return;
  run->cause_known = true;
  run->cause = cause;
}

void run_kill(struct run *run, enum cause cause) {
  set_cause(run, cause);
  if (run->box) box_end(run->box);
}

void run_cancel(struct run *run) { run_kill(run, CAUSE_CANCELLED); }

void run_failed(struct run *run, const struct failure *failure) {
  if (run->failure.stage == STAGE_NONE && !run->cause_known) run->failure = *failure;
  set_cause(run, CAUSE_FAULT);
  if (run->box) box_end(run->box);
  if (!run->group) return;
  /* The others would wait for it for ever. */
  for (unsigned i = 0; i < run->group->count; i++) {
    struct run *other = run->group->members[i];
    if (!other || other->executed || other->cause_known || other->over) continue;
    run_failed(other, failure);
  }
}

void run_forbidden(struct run *run, uint32_t syscall, uint32_t architecture) {
  /* It may try again until it is dead, and something else may have been first. */
  if (run->cause_known) return;
  run->forbidden = true;
  run->syscall = syscall;
  run->architecture = architecture;
  run_kill(run, CAUSE_FORBIDDEN_CALL);
}

/* The kernel tells that memory has run out just before it kills: only what it has counted as a kill is one. */
void run_out_of_memory(struct run *run) {
  if (!run->executed || run->cause_known || !run->box) return;
  if (cgroup_has_oom_kill(&run->box->cgroup)) run_kill(run, CAUSE_OOM_KILL);
  else run->oom_check_at = monotonic_ns() + OOM_CHECK_NS;
}

void run_signal(struct run *run, int number) {
  if (!run->executed || run->ended_at || !run->box) return;
  if (run->program_side >= 0 && terminal_signal(run->out[0].watch.fd, number)) return;
  sys_pidfd_signal(run->box->program_exit.fd, number);
}

void run_resize(struct run *run, uint32_t rows, uint32_t columns) {
  if (run->program_side >= 0) terminal_resize(run->out[0].watch.fd, rows, columns);
}

void run_terminal(struct run *run, int master, int program_side) {
  run->program_side = program_side;
  fcntl(master, F_SETFL, O_NONBLOCK);
  stream_open(&run->out[0], run, 1, master, run->request.limits.stdout_bytes);
  int keys = fcntl(master, F_DUPFD_CLOEXEC, 0);
  if (run->request.stdio[0].kind == STDIO_PTY && keys >= 0) input_open(&run->input, keys);
  else close_fd(&keys);
}

void run_keeps(struct run *run, int mount_fd) {
  run->artefact = artefact_keep(mount_fd, run->connection);
  close(mount_fd);
}

/* Ending. */

void run_program_ended(struct run *run) {
  run->ended_at = monotonic_ns();
  run->status = run->box->status;
  run->rusage = run->box->rusage;
  stream_greet(&run->out[0]);
  run->again = run_may_start_over(run);
  if (run->again) return;
  if (run->executed && run->failure.stage == STAGE_NONE) {
    /* Killed by the kernel for memory, and over before its event was read. */
    bool counted = cgroups.driver && run->box->cgroup.made;
    if (counted && WIFSIGNALED(run->status) && cgroup_has_oom_kill(&run->box->cgroup)) set_cause(run, CAUSE_OOM_KILL);
    return set_cause(run, CAUSE_ENDED);
  }
  struct failure failure = {.stage = STAGE_LAUNCHER, .error = 0, .detail = "the child ended before it became the program"};
  /* Input files count as the run's memory: too little of it is the caller's mistake, not ours. */
  if (cgroups.driver && run->box->cgroup.made && cgroup_has_oom_kill(&run->box->cgroup))
    failure = (struct failure){.stage = STAGE_FILES, .error = ENOMEM, .detail = "the input files are larger than the memory limit"};
  run_failed(run, &failure);
}

static void count_scratch(struct run *run) {
  struct statfs fs;
  if (run->box->scratch_fd < 0 || fstatfs(run->box->scratch_fd, &fs) < 0) return;
  run->scratch_bytes = (uint64_t)(fs.f_blocks - fs.f_bfree) * (uint64_t)fs.f_bsize;
  uint64_t inodes = fs.f_files - fs.f_ffree;
  run->scratch_inodes = inodes > 4 ? inodes - 4 : 0; /* ours */
  run->scratch_full = fs.f_blocks && (fs.f_bfree == 0 || fs.f_ffree == 0);
}

static void count_use(struct run *run) {
  struct cgroup_use *use = &run->use;
  const struct rusage *own = &run->rusage;
  if (run->executed && cgroups.driver && run->box->cgroup.made && wall_stands(run->walls, WALL_CGROUP)) {
    cgroup_used(&run->box->cgroup, use);
    /* What the half-built child used before it became the program is ours. */
    use->cpu = use->cpu > run->child_cpu ? use->cpu - run->child_cpu : 0;
    use->cpu_system = use->cpu_system > run->child_cpu ? use->cpu_system - run->child_cpu : 0;
    /* The split is sampled at ticks and rounded, the total is not. */
    if (use->cpu_system > use->cpu) use->cpu_system = use->cpu;
    use->cpu_user = use->cpu - use->cpu_system;
    return;
  }
  use->cpu_user = (uint64_t)own->ru_utime.tv_sec * 1000000000u + (uint64_t)own->ru_utime.tv_usec * 1000u;
  use->cpu_system = (uint64_t)own->ru_stime.tv_sec * 1000000000u + (uint64_t)own->ru_stime.tv_usec * 1000u;
  use->cpu = use->cpu_user + use->cpu_system;
  use->memory_peak = (uint64_t)own->ru_maxrss * 1024;
}

static bool wants_collector(const struct run *run) {
  if (!run->executed) return false;
  bool failed = !WIFEXITED(run->status) || WEXITSTATUS(run->status) != 0;
  return run->request.collect_count > 0 || (failed && run->request.limits.file_size < run->request.limits.scratch_bytes);
}

static void start_collector(struct run *run) {
  int pair[2];
  if (pipe2(pair, O_CLOEXEC) < 0) return collection_fail(&run->collection, run);
  int keep[] = {pair[1], run->box->scratch_fd};
  pid_t collector = fork_with(0, keep, 2);
  if (collector == 0) collector_main(&run->request, run->box->scratch_fd, user_of(&run->box->plan), pair[1]);
  close(pair[1]);
  fcntl(pair[0], F_SETFL, O_NONBLOCK);
  if (collector > 0) return collection_open(&run->collection, run, pair[0], collector);
  close(pair[0]);
  collection_fail(&run->collection, run);
}

void run_box_gone(struct run *run) {
  struct box *box = run->box;
  if (run->again && !run->cause_known) return run_start_over(run);
  run->gone_at = monotonic_ns();
  run->drain_deadline = run->gone_at + DRAIN_NS;
  count_use(run);
  count_scratch(run);
  bool succeeded = run->cause == CAUSE_ENDED && WIFEXITED(run->status) && WEXITSTATUS(run->status) == 0;
  if (run->artefact && (!succeeded || !run->connection)) {
    artefact_release(run->artefact, run->connection);
    run->artefact = 0;
  }
  input_close(&run->input);
  close_fd(&run->program_side);
  for (int i = 0; i < 2; i++) stream_last(&run->out[i], run->cause == CAUSE_CANCELLED);
  run->collection.over = !wants_collector(run);
  if (!run->collection.over) start_collector(run);
  run->box = NULL;
  bool kept = run->artefact != 0;
  run_advance(run);
  /* What was kept is charged to these cgroups for as long as it is kept. */
  box_put_back(box, kept);
}

static void report_uncollected(struct run *run) {
  for (uint32_t i = 0; !run->executed && i < run->request.collect_count; i++)
    connection_send_file_end(run->connection, run->id, run->request.collects[i].name, COLLECT_ABSENT, 0, 0);
}

void run_advance(struct run *run) {
  if (run->over || !run->gone_at || run->out[0].watch.fd >= 0 || run->out[1].watch.fd >= 0 || !run->collection.over) return;
  struct buffer fields = {0};
  report_uncollected(run);
  describe_run(&fields, run);
  connection_send(run->connection, FRAME_EVIDENCE, run->id, fields.bytes, fields.length);
  buffer_free(&fields);
  connection_push(run->connection);
  runs_finished++;
  run->over = true;
}

void runs_abandon(struct connection *connection) {
  for (struct run *run = runs; run; run = run->next) {
    if (run->connection != connection || run->over) continue;
    run->connection = NULL;
    run_kill(run, CAUSE_CANCELLED);
    /* Nobody gives credit any more, and nobody needs to: read to the end and throw away. */
    stream_credit(&run->out[0], 0);
    stream_credit(&run->out[1], 0);
    collection_credit(&run->collection, 0);
  }
}

void run_report_usage(struct run *run) {
  if (!run->executed || !run->box) return;
  struct buffer fields = {0};
  describe_usage(&fields, run);
  connection_send(run->connection, FRAME_USAGE_NOW, run->id, fields.bytes, fields.length);
  buffer_free(&fields);
}
