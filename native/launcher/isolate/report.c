#define _GNU_SOURCE
#include "report.h"

#include <stdio.h>
#include <string.h>

#include "../protocol.h"

static void read_fields(struct report *report, struct span rest, uint16_t text_tag) {
  struct field field;
  while (take_field(&rest, &field) > 0) {
    if (field.tag == text_tag) snprintf(report->detail, sizeof report->detail, "%.*s", (int)field.value.length, (const char *)field.value.at);
    else if (field.tag < 64 && field.value.length == 8) {
      report->numbers[field.tag] = read_u64(field.value.at);
      report->known[field.tag] = true;
    }
  }
}

void report_read(struct report *report, struct span evidence) {
  report->state = REPORT_EVIDENCE;
  read_fields(report, evidence, EV_FAULT_DETAIL);
}

void report_refused(struct report *report, struct span refusal) {
  report->state = REPORT_REFUSED;
  read_fields(report, refusal, REFUSED_DETAIL);
}

static double seconds(uint64_t ns) { return (double)ns / 1e9; }

static void tell_use(const struct report *report, const struct settings *settings) {
  const uint64_t *n = report->numbers;
  meta_add("time:%.3f", seconds(n[EV_CPU]));
  meta_add("time-wall:%.3f", seconds(n[EV_WALL]));
  meta_add("max-rss:%llu", (unsigned long long)(n[EV_MAX_RSS] >> 10));
  meta_add("csw-voluntary:%llu", (unsigned long long)n[EV_SWITCHES_VOLUNTARY]);
  meta_add("csw-forced:%llu", (unsigned long long)n[EV_SWITCHES_FORCED]);
  if (settings->cgroup) meta_add("cg-mem:%llu", (unsigned long long)(n[EV_MEMORY_PEAK] >> 10));
  if (settings->cgroup && n[EV_OOM_KILLS]) meta_add("cg-oom-killed:1");
  if (report->known[EV_EXIT_CODE]) meta_add("exitcode:%llu", (unsigned long long)n[EV_EXIT_CODE]);
  if (report->known[EV_SIGNAL]) meta_add("exitsig:%llu", (unsigned long long)n[EV_SIGNAL]);
}

/* How the program failed, or NULL where it did not. The first limit that was passed is named, also where it ended by itself. */
static const char *failure_of(const struct report *report, const struct settings *settings, char *message, size_t room) {
  const uint64_t *n = report->numbers;
  bool over_wall = settings->wall_time > 0 && seconds(n[EV_WALL]) > settings->wall_time;
  bool over_time = settings->time > 0 && seconds(n[EV_CPU]) > settings->time;
  if (n[EV_CAUSE] == CAUSE_WALL_LIMIT || (n[EV_CAUSE] == CAUSE_ENDED && over_wall)) return snprintf(message, room, "Time limit exceeded (wall clock)"), "TO";
  if (n[EV_CAUSE] == CAUSE_CPU_LIMIT || (n[EV_CAUSE] == CAUSE_ENDED && over_time)) return snprintf(message, room, "Time limit exceeded"), "TO";
  if (n[EV_CAUSE] == CAUSE_FORBIDDEN_CALL) return snprintf(message, room, "Forbidden system call %llu", (unsigned long long)n[EV_SECCOMP_NR]), "SG";
  if (n[EV_CAUSE] == CAUSE_OOM_KILL || report->known[EV_SIGNAL])
    return snprintf(message, room, "Caught fatal signal %llu", report->known[EV_SIGNAL] ? (unsigned long long)n[EV_SIGNAL] : 9), "SG";
  if (n[EV_EXIT_CODE] != 0) return snprintf(message, room, "Exited with error status %llu", (unsigned long long)n[EV_EXIT_CODE]), "RE";
  return NULL;
}

static void check_ran(const struct report *report) {
  const uint64_t *n = report->numbers;
  if (report->state == REPORT_REFUSED) give_up("%s", report->detail);
  if (n[EV_CAUSE] == CAUSE_CANCELLED) give_up("interrupted");
  if (n[EV_CAUSE] != CAUSE_FAULT) return;
  const char *why = n[EV_FAULT_ERRNO] ? strerror((int)n[EV_FAULT_ERRNO]) : "it ended";
  if (n[EV_FAULT_STAGE] == STAGE_EXEC) give_up("%s cannot be executed: %s", report->detail, why);
  if (n[EV_FAULT_STAGE] == STAGE_FILES) give_up("%s cannot be opened in the box: %s", report->detail, why);
  give_up("the box could not be built: %s: %s", report->detail, why);
}

int report_tell(const struct report *report, const struct settings *settings) {
  char message[96];
  const uint64_t *n = report->numbers;
  check_ran(report);
  const char *status = failure_of(report, settings, message, sizeof message);
  tell_use(report, settings);
  if (!status) {
    meta_close();
    if (!settings->silent) fprintf(stderr, "OK (%.3f sec real, %.3f sec wall)\n", seconds(n[EV_CPU]), seconds(n[EV_WALL]));
    return 0;
  }
  meta_add("status:%s\nmessage:%s", status, message);
  if (n[EV_CAUSE] == CAUSE_WALL_LIMIT || n[EV_CAUSE] == CAUSE_CPU_LIMIT || n[EV_CAUSE] == CAUSE_FORBIDDEN_CALL) meta_add("killed:1");
  meta_close();
  if (!settings->silent) fprintf(stderr, "%s\n", message);
  return 1;
}
