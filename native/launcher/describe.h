/* What the launcher tells of itself and of the runs: fields of WELCOME, STATE, USAGE_NOW and EVIDENCE. */
#ifndef CUPEL_DESCRIBE_H
#define CUPEL_DESCRIBE_H

#include <stdint.h>

#include "bytes.h"
#include "profile.h"

struct run;

#define LAUNCHER_VERSION "0.1.0"

struct launcher_facts {
  const struct profiles *profiles;
  char problems[8][192];
  unsigned problem_count;
};

extern struct launcher_facts launcher_facts;

void describe_launcher(struct buffer *out);
void describe_state(struct buffer *out);
void describe_usage(struct buffer *out, const struct run *run);
void describe_run(struct buffer *out, const struct run *run);

/* Time that all cores together lost to other guests, and that some task waited for a core: ns since boot, at most 50 ms old. */
void host_pressure(uint64_t *steal, uint64_t *waited);

#endif
