#include "serve.h"

#include "connection.h"
#include "runs.h"
#include "sys.h"

int serve_turn(void) {
  boxes_refill();
  uint64_t run_deadline = runs_deadline(), box_deadline = boxes_deadline();
  uint64_t deadline = !run_deadline || (box_deadline && box_deadline < run_deadline) ? box_deadline : run_deadline;
  if (loop_turn(deadline) < 0) return -1;
  uint64_t now = monotonic_ns();
  runs_tick(now);
  boxes_tick(now);
  runs_board_homeless();
  connections_flush();
  return 0;
}
