/* What became of the run, in the words of the meta file. */
#ifndef CUPEL_ISOLATE_REPORT_H
#define CUPEL_ISOLATE_REPORT_H

#include "../bytes.h"
#include "isolate.h"

enum report_state { REPORT_NONE, REPORT_EVIDENCE, REPORT_REFUSED };

struct report {
  enum report_state state;
  uint64_t numbers[64]; /* by tag */
  bool known[64];
  char detail[192];
};

void report_read(struct report *report, struct span evidence);
void report_refused(struct report *report, struct span refusal);
/* Writes the meta file and one sentence; returns the exit code. */
int report_tell(const struct report *report, const struct settings *settings);

#endif
