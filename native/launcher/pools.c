/* How many processes wait in pools, of which kinds, and what they may take. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "box_parts.h"
#include "pool.h"
#include "sys.h"

#define IDLE_NS UINT64_C(60000000000)    /* since somebody last wanted a kind: until none waits for him any more */
#define CALM_NS UINT64_C(10000000000)    /* since a run last found none waiting: until one fewer waits */
#define BOOT_NS UINT64_C(60000000000)    /* for a process to boot */
#define MEASURE_NS UINT64_C(2000000000)  /* once it waits, until it has come to rest */
#define MEASURED_NS UINT64_C(60000000000)
#define MIB (UINT64_C(1) << 20)
#define GUESSED_BYTES (64 * MIB)
#define LEAST_BUDGET (64 * MIB)
#define SHARE 10 /* of the host's memory, for all that wait */
#define MOST_BUDGET (2048 * MIB)

uint64_t pool_budget;

static uint64_t host_memory(void) { return (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE); }

void pools_open(uint64_t budget) {
  uint64_t share = host_memory() / SHARE;
  pool_budget = budget ? budget : share > MOST_BUDGET ? MOST_BUDGET : share < LEAST_BUDGET ? LEAST_BUDGET : share;
}

static bool waits(const struct box *box) { return box->pool && !box->run && (box->state == BOX_BUILDING || box->state == BOX_READY); }

static uint64_t bytes_of(const struct kind *kind) { return kind->bytes ? kind->bytes : GUESSED_BYTES; }

unsigned pools_waiting(void) {
  unsigned count = 0;
  for (unsigned i = 0; i < boxes.count; i++) count += waits(&boxes.list[i]);
  return count;
}

uint64_t pools_bytes(void) {
  uint64_t bytes = 0;
  for (unsigned i = 0; i < boxes.count; i++)
    if (waits(&boxes.list[i])) bytes += bytes_of(boxes.list[i].pool);
  return bytes;
}

/* Within the budget, or by ending what was wanted less recently. */
static bool makes_room(const struct kind *kind) {
  if (bytes_of(kind) > pool_budget) return false;
  struct box *oldest = NULL;
  if (pools_bytes() + bytes_of(kind) <= pool_budget) return true;
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    if (!waits(box) || box->pool == kind || box->pool->wanted_at >= kind->wanted_at) continue;
    if (!oldest || box->pool->wanted_at < oldest->pool->wanted_at) oldest = box;
  }
  if (oldest) box_dismiss(oldest);
  return false; /* there will be, when it has gone */
}

static unsigned cores(void) {
  static long online;
  if (online <= 0) online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (unsigned)online : 1;
}

/* Booting takes a core for a while, behind every program (cgroup_driver.weigh): only where one is free, and few at a time. */
static bool core_is_free(void) {
  unsigned booting = 0;
  for (unsigned i = 0; i < boxes.count; i++) booting += boxes.list[i].pool && boxes.list[i].state == BOX_BUILDING;
  return booting < (cores() + 1) / 2 && boxes_in(BOX_RUNNING) + boxes_in(BOX_STARTING) + booting < cores();
}

static unsigned waiting_of(const struct kind *kind) {
  unsigned count = 0;
  for (unsigned i = 0; i < boxes.count; i++) count += boxes.list[i].pool == kind && waits(&boxes.list[i]);
  return count;
}

static void refill(struct kind *kind) {
  if (kind->wishes < 2 || monotonic_ns() < kind->retry_at) return;
  if (waiting_of(kind) >= kind->target || !core_is_free() || !makes_room(kind)) return;
  boxes_build_for(kind);
}

void pools_refill(void) {
  for (unsigned i = 0; i < KIND_MAX; i++)
    if (kinds[i].template && monotonic_ns() - kinds[i].wanted_at < IDLE_NS) refill(&kinds[i]);
}

/* Its share of what it has in common with others included; where we may not look, what its box is charged. */
static uint64_t proportional_bytes(const struct box *box) {
  char path[64], text[1024];
  struct cgroup_use use;
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", box->program);
  const char *line = read_text(AT_FDCWD, path, text, sizeof text) > 0 ? strstr(text, "\nPss:") : NULL;
  if (line) return strtoull(line + 5, NULL, 10) * 1024;
  if (!cgroups.driver || !box->cgroup.made) return 0;
  cgroups.driver->read(&box->cgroup, &use);
  return use.memory_now;
}

static uint64_t boot_deadline(const struct box *box) {
  return box->pool && box->state == BOX_BUILDING ? box->pool_since + BOOT_NS : 0;
}

static uint64_t measure_at(const struct box *box) {
  if (box->state != BOX_READY || !waits(box)) return 0;
  uint64_t rested = box->pool_since + MEASURE_NS, again = box->pool->measured_at ? box->pool->measured_at + MEASURED_NS : 0;
  return rested > again ? rested : again;
}

static uint64_t calm_at(const struct kind *kind) { return kind->target > 1 ? kind->missed_at + CALM_NS : 0; }

static void shrink(struct kind *kind, uint64_t now) {
  if (now - kind->wanted_at >= IDLE_NS) kind->target = 0;
  else if (kind->target > 1 && now >= calm_at(kind)) kind->target--, kind->missed_at = now;
  unsigned waiting = waiting_of(kind);
  for (unsigned i = 0; waiting > kind->target && i < boxes.count; i++) {
    if (boxes.list[i].pool != kind || !waits(&boxes.list[i])) continue;
    box_dismiss(&boxes.list[i]);
    waiting--;
  }
}

void pools_tick(uint64_t now) {
  for (unsigned i = 0; i < boxes.count; i++) {
    struct box *box = &boxes.list[i];
    uint64_t at = measure_at(box), late = boot_deadline(box);
    if (late && late <= now) box_end(box);
    if (!at || at > now) continue;
    box->pool->bytes = proportional_bytes(box);
    box->pool->measured_at = now;
  }
  for (unsigned i = 0; i < KIND_MAX; i++)
    if (kinds[i].template && waiting_of(&kinds[i])) shrink(&kinds[i], now);
}

static void sooner(uint64_t *earliest, uint64_t at) {
  if (at && (!*earliest || at < *earliest)) *earliest = at;
}

uint64_t pools_deadline(void) {
  uint64_t earliest = 0;
  for (unsigned i = 0; i < boxes.count; i++) {
    sooner(&earliest, measure_at(&boxes.list[i]));
    sooner(&earliest, boot_deadline(&boxes.list[i]));
  }
  for (unsigned i = 0; i < KIND_MAX; i++) {
    if (!kinds[i].template || !waiting_of(&kinds[i])) continue;
    sooner(&earliest, kinds[i].wanted_at + IDLE_NS);
    sooner(&earliest, calm_at(&kinds[i]));
  }
  return earliest;
}
