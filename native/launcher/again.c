/*
 * Runs whose box was waiting for them. One whose waiting process, an interpreter that had booted above all, dies before the
 * program's first instruction begins once more, cold, with what it has been given so far. Its client hears nothing of it.
 */
#define _GNU_SOURCE
#include "artefact.h"
#include "pool.h"
#include "runs.h"
#include "sys.h"

void run_resumed(struct run *run) {
  run->box->state = BOX_RUNNING;
  run->warm = true;
  /* Since it was handed over: its word may have waited for us, and what came behind it was the program. */
  run_executing(run, 0, run->executed_at);
}

/*
 * Once: what dies cold dies of something else. In a group the others have begun, and wait for this one's streams. Input files
 * that are too large for the memory limit are the caller's mistake, which a waiting process cannot tell and a cold run can.
 */
bool run_may_start_over(const struct run *run) {
  const struct box *box = run->box;
  if (!box || run->executed || run->group || run->cause_known || run->started_over) return false;
  return box->pool || !cgroups.driver || !box->cgroup.made || !cgroup_has_oom_kill(&box->cgroup);
}

static void give_up(struct run *run) {
  run->homeless = false;
  run->gone_at = monotonic_ns();
  run->collection.over = true;
  input_close(&run->input);
  run_advance(run);
}

void run_start_over(struct run *run) {
  struct box *box = run->box;
  if (run->artefact) artefact_release(run->artefact, run->connection);
  run->artefact = 0;
  run->again = false;
  run->started_over = true;
  input_rewind(&run->input);
  for (int i = 0; i < 2; i++) stream_rewind(&run->out[i]);
  run->box = NULL;
  run->template = NULL;
  run->kind = NULL;
  run->warm = run->prebuilt = false;
  run->homeless = true;
  box_put_back(box, false);
}

void runs_board_homeless(void) {
  for (struct run *run = runs; run; run = run->next) {
    if (!run->homeless || run->over) continue;
    if (run->cause_known) give_up(run);
    else if (boxes_free(run->profile, run->walls, NULL, NULL) > 0) {
      run->homeless = false;
      run_board(run);
    }
  }
}
