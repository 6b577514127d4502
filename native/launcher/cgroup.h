/*
 * Control groups behind one small interface: v1 or v2, whichever of the two this host lets us write.
 *
 * Ours live in `cupel/<pid>.<start time>.<pid namespace>/slot<n>.<generation>` below the root of each hierarchy. The name says which
 * launcher made them, so that the next one can sweep away what a killed one has left.
 *
 * On v1 a slot's cgroups are kept from run to run, with the slot's keeper inside; counters are read against what they
 * showed when the run began. On v2 each box gets a fresh one and the child is cloned into it.
 */
#ifndef CUPEL_CGROUP_H
#define CUPEL_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "request.h"

#define CGROUP_MAX_HIERARCHIES 4

struct cgroup_use {
  uint64_t cpu, cpu_user, cpu_system; /* ns */
  uint64_t memory_now, memory_peak, oom_kills, memory_events;
  uint64_t pids_peak, pids_refused;
  bool pids_peak_known;
};

struct cgroup {
  unsigned slot, generation;
  bool made;
  int folders[CGROUP_MAX_HIERARCHIES]; /* one for each hierarchy in use */
  int procs[CGROUP_MAX_HIERARCHIES];   /* v1: for the keeper to join */
  int oom_fd;                          /* readable (v1), exceptional (v2) when memory ran out */
  uint64_t own_memory;                 /* v1: what the keeper takes */
  uint64_t memory_limit;               /* v1: as last set */
  struct cgroup_use before;            /* counters when the run began */
  struct cgroup_use last;              /* v1: as last read; nothing but a run moves them, the CPU time apart */
};

struct cgroup_driver {
  int version;
  bool kept; /* from run to run */
  int (*make)(struct cgroup *group);
  int (*limit)(struct cgroup *group, const struct limits *limits);
  void (*weigh)(const struct cgroup *group, bool full); /* its share of the processor, where others want it too */
  void (*begin)(struct cgroup *group);
  void (*read)(const struct cgroup *group, struct cgroup_use *use); /* absolute; see cgroup_used */
  void (*rest)(struct cgroup *group); /* before the next run; NULL where groups are not kept */
  uint64_t (*cpu)(const struct cgroup *group);
  uint64_t (*oom_kills)(const struct cgroup *group);
};

struct cgroups {
  const struct cgroup_driver *driver; /* NULL: no wall */
  unsigned hierarchies;
  char folders[CGROUP_MAX_HIERARCHIES][256]; /* this launcher's own, for each hierarchy */
  char controllers[128];
  char problem[192];
  unsigned swept;
};

extern struct cgroups cgroups;
extern const struct cgroup_driver cgroup_v1, cgroup_v2;

/* Finds what can be written, sweeps, makes this launcher's folders. Where nothing can, `problem` says what failed. */
void cgroups_open(void);
void cgroups_close(void);
/* How many of our directories exist now, looked at, not remembered. */
unsigned cgroups_count(void);

int cgroup_make(struct cgroup *group, unsigned slot);
/* Since the run began. */
void cgroup_used(struct cgroup *group, struct cgroup_use *use);
uint64_t cgroup_cpu_used(const struct cgroup *group);
bool cgroup_has_oom_kill(const struct cgroup *group);
/* 0, or -1 while something is still in it. */
int cgroup_remove(struct cgroup *group);

/* Shared by the two versions. */
bool cgroup_v1_find(void);
bool cgroup_v2_find(void);
uint64_t cgroup_number(int folder, const char *file);
int cgroup_set_number(int folder, const char *file, uint64_t value);

#endif
