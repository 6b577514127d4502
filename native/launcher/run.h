/*
 * One run, from the frame that asked for it to its evidence. What happens, in order: run_ask, (box is built),
 * run_box_ready, run_executing, run_program_ended or run_kill, run_box_gone, collecting, draining, EVIDENCE.
 */
#ifndef CUPEL_RUN_H
#define CUPEL_RUN_H

#include "box.h"
#include "connection.h"
#include "request.h"
#include "stream.h"
#include "walls.h"

struct group {
  unsigned count, ready, members_left;
  struct run *members[GROUP_MAX_MEMBERS];
};

struct run {
  struct run *next;
  struct connection *connection; /* NULL once it has closed */
  uint32_t id;
  uint8_t *payload;
  size_t payload_length;
  struct request request; /* points into payload */
  const struct profile *profile;
  struct template *template; /* asked for, and able to serve it; NULL: cold */
  struct kind *kind;         /* likewise of a pool */
  struct box *box; /* NULL after it has been put back */
  struct group *group;
  unsigned walls;

  bool cause_known, executed, forbidden, prebuilt, warm, over;
  bool again, started_over, homeless; /* its process died before the program began; it waits for another box */
  enum cause cause;
  struct failure failure;
  uint32_t syscall, architecture;
  int program_side; /* of its terminal: kept open, so that a program which lets go of it may come back; -1: none */
  uint64_t child_cpu, artefact;
  uint64_t asked_at, ready_at, executed_at, ended_at, gone_at; /* monotonic ns; 0: not yet */
  uint64_t cpu_check_at, oom_check_at, setup_deadline, drain_deadline;
  uint64_t steal_before, pressure_before;
  struct cgroup_use use;
  uint64_t scratch_bytes, scratch_inodes;
  bool scratch_full, file_full;
  int status;
  struct rusage rusage;

  struct stream out[2]; /* stdout, stderr */
  struct input input;
  struct collection collection;
};

extern uint64_t runs_finished;

/* Answers with REFUSED, or begins. */
void run_ask(struct connection *connection, uint32_t id, const uint8_t *payload, size_t length);
void group_ask(struct connection *connection, const uint8_t *payload, size_t length);
struct run *run_find(const struct connection *connection, uint32_t id);
void runs_abandon(struct connection *connection);
void run_cancel(struct run *run);
void run_signal(struct run *run, int number);
void run_resize(struct run *run, uint32_t rows, uint32_t columns);
void run_report_usage(struct run *run);

/* The first cause stays; whatever it is, the box ends. */
void run_kill(struct run *run, enum cause cause);
/* Whether everything has been said; then the evidence goes out and `run` is gone. */
void run_advance(struct run *run);

/* Hands the waiting child its run; the rest of run_box_ready. */
void run_start(struct run *run);
void group_start(struct group *group);

/* From the box. */
void run_box_ready(struct run *run);
void run_executing(struct run *run, uint64_t child_cpu, uint64_t at);
void run_failed(struct run *run, const struct failure *failure);
void run_keeps(struct run *run, int mount_fd);
void run_terminal(struct run *run, int master, int program_side);
void run_forbidden(struct run *run, uint32_t syscall, uint32_t architecture);
void run_out_of_memory(struct run *run);
void run_program_ended(struct run *run);
/* The loader of the process that waited for it lets the program begin. */
void run_resumed(struct run *run);
void run_box_gone(struct run *run);

/* For a box to be built and a program to be started in it. */
#define RUN_SETUP_NS UINT64_C(60000000000)

uint64_t runs_deadline(void);
void runs_tick(uint64_t now);

#endif
