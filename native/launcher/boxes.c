/* All boxes together: which one a run gets, how many are built ahead, who is late. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box_parts.h"
#include "builder.h"
#include "pool.h"
#include "run.h"
#include "sys.h"
#include "templates.h"

#define IDLE_NS UINT64_C(5000000000) /* until a slot that nobody has needed gives back its keeper and cgroups */
#define WANTED_NS UINT64_C(60000000000) /* since somebody last wanted a kind: until none waits for him any more */
#define ASKED_AGAIN_NS UINT64_C(100000000)
#define MAKE_WAY_NS UINT64_C(1000000000)
#define WAY_NS UINT64_C(5000000000) /* for whoever had way made for it to take the slot */
#define LATE_NS UINT64_C(200000000) /* for the end of a box that has been killed */

struct boxes boxes;

/*
 * The best that there is for such a run; 0 is none. An interpreter that waits is worth more than a box that does, if only
 * because a slot whose keeper is the template's has one within a moment; for any other program such a slot is a slow one.
 */
static int fitness(const struct box *box, const struct profile *profile, unsigned walls, const struct template *template, const struct kind *kind) {
  if (box->run) return 0;
  if (box->pool) return box->pool == kind && box->state == BOX_READY ? 10 : 0;
  if (box->state == BOX_COLD) return !box->keeper ? 4 : box->template == template ? 7 : template && !box->template ? 3 : 1;
  bool fits = box->plan.profile == profile && box->plan.walls == walls;
  if (!fits || (box->state != BOX_READY && box->state != BOX_BUILDING)) return 0;
  bool ready = box->state == BOX_READY;
  return (box->template == template ? 8 : !box->template ? 5 : 2) + ready;
}

struct box *box_take(struct run *run, const struct profile *profile, unsigned walls) {
  struct box *best = NULL;
  int best_fitness = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    int fit = fitness(&boxes.list[i], profile, walls, run->template, run->kind);
    if (fit > best_fitness) best = &boxes.list[i];
    if (fit > best_fitness) best_fitness = fit;
  }
  if (!best) return NULL;
  best->run = run;
  run->box = best;
  run->prebuilt = best->state == BOX_READY;
  if (!run->template && !run->kind) boxes.plain_wanted_at = monotonic_ns();
  /* A pool's process would have to boot first: whoever comes too early for one is served cold. */
  if (best->state == BOX_COLD) box_build(best, profile, walls, run->template, NULL);
  return best;
}

static uint64_t wanted_at(const struct template *template) { return template ? template->wanted_at : boxes.plain_wanted_at; }

static uint64_t wanted_last(const struct box *box) { return box->pool ? box->pool->wanted_at : wanted_at(box->template); }

unsigned boxes_free(const struct profile *profile, unsigned walls, const struct template *template, const struct kind *kind) {
  struct box *misfit = NULL;
  unsigned free_boxes = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    free_boxes += fitness(box, profile, walls, template, kind) > 0;
    bool waits = !box->run && (box->state == BOX_READY || (box->pool && box->state == BOX_BUILDING));
    if (waits && (!misfit || wanted_last(box) < wanted_last(misfit))) misfit = box;
  }
  if (free_boxes > 0) return free_boxes;
  /* Whoever asked will ask again: what becomes free until then is his, and not for one that has not come yet. */
  boxes.refill_after = monotonic_ns() + ASKED_AGAIN_NS;
  if (misfit) box_dismiss(misfit);
  return free_boxes;
}

/* A cold slot for a box of this kind, its keeper of the same kind before none, and none before another kind's. */
static struct box *cold_slot(const struct template *template) {
  struct box *best = NULL;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (box->state != BOX_COLD || box->run) continue;
    if (box->keeper && box->template == template) return box;
    if (!best || !box->keeper) best = box;
  }
  return best;
}

/* Where all slots are taken by boxes that wait for another kind, which nobody has wanted of late, one makes way. */
static void make_way(uint64_t wanted, const struct template *template, const struct kind *kind) {
  boxes.way_made_for = wanted;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    bool same = box->pool ? box->pool == kind : !kind && box->template == template && !box_is_old(box);
    if (box->state != BOX_READY || box->run || same) continue;
    if (box_is_old(box) || wanted_last(box) + MAKE_WAY_NS < wanted) return box_dismiss(box);
  }
}

static void refill(struct template *template) {
  unsigned waiting = 0;
  /* The slot that became free is somebody else's. */
  if (wanted_at(template) + MAKE_WAY_NS < boxes.way_made_for && monotonic_ns() < boxes.way_made_for + WAY_NS) return;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    waiting += !box->run && !box->pool && box->template == template && !box_is_old(box) && (box->state == BOX_BUILDING || box->state == BOX_READY);
  }
  for (; waiting < boxes.spare; waiting++) {
    struct box *box = cold_slot(template);
    if (!box) return make_way(wanted_at(template), template, NULL);
    /* It is cold again, and without a keeper, in a moment. */
    if (box->keeper && box->template != template) return box_retire(box);
    box_build(box, &boxes.profiles->list[0], boxes.host_walls, template, NULL);
  }
}

void boxes_build_for(struct kind *kind) {
  struct box *box = cold_slot(NULL);
  if (!box) return make_way(kind->wanted_at, NULL, kind);
  if (box->keeper && box->template) return box_retire(box);
  box_build(box, &boxes.profiles->list[0], boxes.host_walls, NULL, kind);
}

/* Not while a run is being started or counted: that would make it wait for the sake of one that has not come yet. */
void boxes_refill(void) {
  const unsigned all = (1u << WALL_COUNT) - 1;
  if (boxes.host_walls != all || (boxes.refill_after && monotonic_ns() < boxes.refill_after)) return;
  for (unsigned i = 0; i < boxes.count; i++) {
    const struct box *box = &boxes.list[i];
    if (box->state == BOX_STARTING || (box->state == BOX_ENDING && box->run) || (box->run && box->state < BOX_STARTING && box->state != BOX_COLD)) return;
  }
  for (unsigned i = 0; i < template_count; i++)
    if (templates[i].wanted_at && template_ready(&templates[i]) && monotonic_ns() - templates[i].wanted_at < WANTED_NS) refill(&templates[i]);
  refill(NULL);
  pools_refill();
}

static bool is_paused(const struct box *box) { return box->listen_again_at && box->listener.fd >= 0 && box->state != BOX_ENDING; }

static uint64_t deadline_of(const struct box *box) {
  if (is_paused(box)) return box->listen_again_at;
  if (box->state == BOX_ENDING) return box->ending_since + LATE_NS;
  return box->state == BOX_COLD && box->keeper ? box->idle_since + IDLE_NS : box->settle_at;
}

uint64_t boxes_deadline(void) {
  uint64_t earliest = boxes.refill_after;
  for (unsigned i = 0; i < boxes.count; i++) {
    uint64_t at = deadline_of(&boxes.list[i]);
    if (at && (!earliest || at < earliest)) earliest = at;
  }
  uint64_t others[] = {pools_deadline(), templates_deadline()};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (others[i] && (!earliest || others[i] < earliest)) earliest = others[i];
  return earliest;
}

static bool reap_known(pid_t pid) {
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (pid == box->keeper) return keeper_exited(&box->keeper_exit, 0), true;
    if (pid == box->init) return init_exited(&box->init_exit, 0), true;
    if (pid == box->program) return program_exited(&box->program_exit, 0), true;
  }
  return false;
}

/*
 * A child that nobody told us of (its keeper died in between), or whose pidfd could not be had, stays a zombie; and while
 * there is one in a box, the end of the box's init waits for it.
 */
static void reap_all(void) {
  siginfo_t info = {0};
  for (int left = 1000; left && waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid; left--) {
    if (!reap_known(info.si_pid)) waitpid(info.si_pid, NULL, WNOHANG);
    info.si_pid = 0;
  }
}

/* Keepers of a template's process that serves no longer: those that nobody uses, a box that waits only beside a newer one. */
static void shed_old(void) {
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (!box_is_old(box) || box->run) continue;
    if (box->state == BOX_COLD && box->keeper) box_retire(box);
    if (box->state != BOX_READY) continue;
    for (unsigned n = 0; n < boxes.count; n++) {
      const struct box *newer = &boxes.list[n];
      if (newer->template != box->template || box_is_old(newer) || newer->state != BOX_READY || newer->run) continue;
      return box_dismiss(box);
    }
  }
}

void boxes_tick(uint64_t now) {
  bool late = false;
  if (boxes.refill_after && now >= boxes.refill_after) boxes.refill_after = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (!deadline_of(box) || deadline_of(box) > now) continue;
    late |= box->state == BOX_ENDING;
    if (is_paused(box)) {
      box_listen_again(box);
    } else if (box->state == BOX_ENDING) {
      box->ending_since = now;
    } else if (box->state == BOX_COLD) {
      box_retire(box);
    } else {
      box->settle_at = 0;
      box_settle(box);
    }
  }
  pools_tick(now);
  templates_tick(now);
  shed_old();
  if (late) reap_all();
}

void boxes_close(void) {
  builder_close();
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    /* What has been made and not yet reported sees the end of its socket, and ends. */
    loop_close(&box->init_socket);
    loop_close(&box->child_socket);
    close_fd(&box->child_end);
    if (box->init) kill(box->init, SIGKILL);
    if (box->program) kill(box->program, SIGKILL);
    if (box->keeper) kill(box->keeper, SIGKILL);
  }
  while (wait(NULL) > 0 || errno == EINTR) continue;
  for (unsigned i = 0; i < boxes.count; i++) cgroup_remove(&boxes.list[i].cgroup);
}

unsigned boxes_in(enum box_state state) {
  unsigned count = 0;
  for (unsigned i = 0; i < boxes.count; i++) count += boxes.list[i].state == state;
  return count;
}

unsigned boxes_processes(void) {
  unsigned count = 1 + templates_processes(); /* the builder */
  for (unsigned i = 0; i < boxes.count; i++) count += (boxes.list[i].keeper != 0) + (boxes.list[i].init != 0);
  return count;
}

int boxes_open(unsigned count, unsigned spare, const struct profiles *profiles, uid_t first_user, int blobs_fd) {
  boxes.list = calloc(count, sizeof *boxes.list);
  if (!boxes.list) return -1;
  boxes.count = count;
  boxes.spare = spare;
  boxes.profiles = profiles;
  boxes.first_user = first_user;
  boxes.blobs_fd = blobs_fd;
  for (unsigned i = 0; i < count; i++) {
    struct box *box = &boxes.list[i];
    *box = (struct box){.slot = i, .scratch_fd = -1, .child_end = -1, .pool_ends = {-1, -1, -1}, .pool_space = -1, .pool_kept = -1};
    box->plan = (struct box_plan){.user = first_user + 1 + i, .init_user = first_user};
    box->cgroup.oom_fd = -1;
    box->ground = (struct ground){.network = -1, .mold = -1, .worth = true};
    box->keeper_socket = (struct watch){-1, keeper_spoke};
    box->keeper_exit = (struct watch){-1, keeper_exited};
    box->init_socket = (struct watch){-1, init_spoke};
    box->init_exit = (struct watch){-1, init_exited};
    box->child_socket = (struct watch){-1, child_spoke};
    box->program_exit = (struct watch){-1, program_exited};
    box->listener = (struct watch){-1, filter_spoke};
    box->oom = (struct watch){-1, memory_spoke};
    box->pool_word = (struct watch){-1, pool_spoke};
  }
  return builder_open();
}
