/*
 * The command line that contest systems know: `isolate --init | --run -- PROGRAM | --cleanup`, over the launcher's own box,
 * walls, limits and counters. Each --run is a launcher with one box, and its only client.
 *
 * Box n is the folder BOXES/n, which is root's, with the folder `box` in it, which is the caller's between runs and the
 * program's during one. Root never follows a link in there: what lies below is reached by descriptors alone (tree.c).
 */
#ifndef CUPEL_ISOLATE_H
#define CUPEL_ISOLATE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define BOXES "/var/local/lib/cupel-isolate"
#define LOCKS "/run/cupel"
#define BOX_COUNT 1000u
/* Two ids for each box: one for its init, one for its program. */
#define FIRST_USER 60000u

enum action { ACTION_NONE, ACTION_INIT, ACTION_RUN, ACTION_CLEANUP, ACTION_CGROUP_ROOT, ACTION_VERSION, ACTION_HELP, ACTION_CHECK };

#define RULES_MOST 48
#define ENV_MOST 128

struct settings {
  enum action action;
  unsigned box;
  const char *meta, *input, *output, *errors, *folder;
  const char *rules[RULES_MOST], *env[ENV_MOST];
  unsigned rule_count, env_count;
  uint64_t memory_kb, cgroup_memory_kb, stack_kb, file_kb, quota_blocks, quota_inodes; /* 0: no limit */
  unsigned processes, open_files;
  double time, wall_time, extra_time; /* seconds; 0: no limit */
  bool cgroup, errors_to_output, full_env, no_default_rules, share_net, special_files, silent, verbose, wait;
  uid_t user; /* whose box it is: the caller, or who --as-uid says */
  gid_t group;
  char **program;
};

/* Ends with a message where an option is unknown or says nothing that can be done. */
void settings_read(struct settings *out, int argc, char **argv);
extern const char settings_help[];

/* Says why on stderr and in the meta file, undoes what was begun, and ends with code 2. */
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Called once by give_up. */
void when_giving_up(void (*undo)(void));

/* The meta file. Opened with the caller's own rights, before anything else is done. */
void meta_open(const struct settings *settings);
void meta_add(const char *format, ...) __attribute__((format(printf, 1, 2)));
void meta_close(void);

/* The caller's rights to files, and root's again. */
void files_as(const struct settings *settings);
void files_as_root(void);

/* Boxes. The lock is held until the process ends. */
void place_lock(const struct settings *settings);
void place_init(const struct settings *settings);
void place_cleanup(const struct settings *settings);
/* Whose the files in the box are. */
void place_to_program(const struct settings *settings);
void place_to_caller(const struct settings *settings);
/* Descriptor of the folder `box`. */
int place_open(const struct settings *settings);

/* Makes the mounts of the default rules and of --dir into the outfit of this process. */
struct outfit;
void rules_apply(const struct settings *settings, struct outfit *out);
/* Whether the box shows the folders of the system. */
bool rules_show_system(const struct settings *settings);
/* Targets of mounts that the root of a box does not have by itself, one after the other; NULL at the end. */
const char *rules_new_folder(unsigned index);

static inline uid_t user_of_box(unsigned box) { return FIRST_USER + 2 * box + 1; }

/* The run itself; returns the exit code. */
int run_program(const struct settings *settings);

#endif
