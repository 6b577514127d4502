#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "isolate.h"

const char settings_help[] =
    "Usage: isolate [options] --init | --run -- PROGRAM [arguments] | --cleanup | --print-cg-root | --check-config | --version\n"
    "\n"
    "  -b, --box-id=N             which box, 0 to 999 (0)\n"
    "  -M, --meta=FILE            where to write what became of the run\n"
    "  -s, --silent               say nothing on stderr, mistakes apart\n"
    "  -v, --verbose              say more\n"
    "      --wait                 wait for a box that is in use\n"
    "      --as-uid=UID --as-gid=GID  act for that user (root only)\n"
    "      --cg                   count and limit the whole box; at --init and --run alike\n"
    "\n"
    "Limits:\n"
    "      --cg-mem=KB            memory of the whole box\n"
    "  -m, --mem=KB               address space of each process\n"
    "  -t, --time=S               CPU time; fractions are allowed\n"
    "  -w, --wall-time=S          time on the clock\n"
    "  -x, --extra-time=S         how long to wait before a program over its time is stopped\n"
    "  -k, --stack=KB             stack\n"
    "  -n, --open-files=N         descriptors (1024; 0 is no limit)\n"
    "  -f, --fsize=KB             size of a file\n"
    "  -q, --quota=BLOCKS,INODES  blocks of 1 KB and files of the box, with --init\n"
    "  -p, --processes[=N]        processes and threads (1; without a number no limit)\n"
    "\n"
    "What the program sees:\n"
    "  -i, --stdin=FILE  -o, --stdout=FILE  -r, --stderr=FILE   files inside the box\n"
    "      --stderr-to-stdout\n"
    "  -c, --chdir=DIR            working directory in the box\n"
    "  -E, --env=NAME[=VALUE]     a variable of ours, or one of that value\n"
    "  -e, --full-env             all variables of ours\n"
    "  -d, --dir=IN[=OUT][:rw][:dev][:noexec][:maybe][:norec][:tmp][:fs]   a folder of the host, seen in the box\n"
    "  -D, --no-default-dirs      no folders of the system unless --dir says so\n"
    "      --share-net            the network of the host: that wall is then missing\n"
    "      --special-files        keep links, FIFOs and the like after the run\n"
    "      --tty-hack             accepted: a program here has a session of its own\n"
    "      --syscalls=31          accepted: these calls are always refused\n";

enum {
  INIT = 256, RUN, CLEANUP, CGROUP_ROOT, VERSION, HELP, CHECK, WAIT, AS_UID, AS_GID, CG, CG_MEM, STDERR_TO_STDOUT, SHARE_NET,
  INHERIT_FDS, SPECIAL_FILES, TTY_HACK, SYSCALLS,
};

static const struct option known[] = {
    {"init", 0, 0, INIT}, {"run", 0, 0, RUN}, {"cleanup", 0, 0, CLEANUP}, {"print-cg-root", 0, 0, CGROUP_ROOT},
    {"version", 0, 0, VERSION}, {"help", 0, 0, HELP}, {"check-config", 0, 0, CHECK}, {"wait", 0, 0, WAIT}, {"as-uid", 1, 0, AS_UID},
    {"as-gid", 1, 0, AS_GID}, {"cg", 0, 0, CG}, {"cg-mem", 1, 0, CG_MEM}, {"stderr-to-stdout", 0, 0, STDERR_TO_STDOUT},
    {"share-net", 0, 0, SHARE_NET}, {"inherit-fds", 0, 0, INHERIT_FDS}, {"special-files", 0, 0, SPECIAL_FILES},
    {"tty-hack", 0, 0, TTY_HACK}, {"syscalls", 1, 0, SYSCALLS}, {"box-id", 1, 0, 'b'}, {"meta", 1, 0, 'M'}, {"silent", 0, 0, 's'},
    {"verbose", 0, 0, 'v'}, {"mem", 1, 0, 'm'}, {"time", 1, 0, 't'}, {"wall-time", 1, 0, 'w'}, {"extra-time", 1, 0, 'x'},
    {"stack", 1, 0, 'k'}, {"open-files", 1, 0, 'n'}, {"fsize", 1, 0, 'f'}, {"quota", 1, 0, 'q'}, {"processes", 2, 0, 'p'},
    {"stdin", 1, 0, 'i'}, {"stdout", 1, 0, 'o'}, {"stderr", 1, 0, 'r'}, {"chdir", 1, 0, 'c'}, {"env", 1, 0, 'E'},
    {"full-env", 0, 0, 'e'}, {"dir", 1, 0, 'd'}, {"no-default-dirs", 0, 0, 'D'}, {0, 0, 0, 0}};

static uint64_t whole(const char *text, const char *name, uint64_t most) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || errno || value > most) give_up("--%s is a whole number up to %llu, not \"%s\"", name, (unsigned long long)most, text);
  return value;
}

static double seconds(const char *text, const char *name) {
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end || !isfinite(value) || value < 0 || value > 86400) give_up("--%s is a number of seconds up to 86400, not \"%s\"", name, text);
  return value;
}

static void add(const char **list, unsigned *count, unsigned most, const char *value, const char *name) {
  if (*count >= most) give_up("--%s is given more than %u times", name, most);
  list[(*count)++] = value;
}

static void act(struct settings *out, enum action action) {
  if (out->action != ACTION_NONE) give_up("only one of --init, --run, --cleanup, --print-cg-root, --check-config and --version can be done at a time");
  out->action = action;
}

static void read_quota(struct settings *out, const char *text) {
  char blocks[32];
  const char *comma = strchr(text, ',');
  if (!comma || (size_t)(comma - text) >= sizeof blocks) give_up("--quota is BLOCKS,INODES, not \"%s\"", text);
  memcpy(blocks, text, (size_t)(comma - text));
  blocks[comma - text] = 0;
  out->quota_blocks = whole(blocks, "quota", UINT64_C(1) << 30);
  out->quota_inodes = whole(comma + 1, "quota", UINT64_C(1) << 30);
}

/* Only root may say that it acts for somebody else. */
static void act_for(struct settings *out, bool is_user, const char *text) {
  if (getuid() != 0) give_up("--as-uid and --as-gid are for root");
  if (is_user) out->user = (uid_t)whole(text, "as-uid", UINT32_MAX - 1);
  else out->group = (gid_t)whole(text, "as-gid", UINT32_MAX - 1);
}

static bool read_limit(struct settings *out, int option, const char *text) {
  const uint64_t most = UINT64_C(1) << 30;
  switch (option) {
    case CG_MEM: out->cgroup_memory_kb = whole(text, "cg-mem", most); return true;
    case 'm': out->memory_kb = whole(text, "mem", most); return true;
    case 't': out->time = seconds(text, "time"); return true;
    case 'w': out->wall_time = seconds(text, "wall-time"); return true;
    case 'x': out->extra_time = seconds(text, "extra-time"); return true;
    case 'k': out->stack_kb = whole(text, "stack", most); return true;
    case 'n': out->open_files = (unsigned)whole(text, "open-files", 65536); return true;
    case 'f': out->file_kb = whole(text, "fsize", most); return true;
    case 'q': read_quota(out, text); return true;
    case 'p': out->processes = text ? (unsigned)whole(text, "processes", 32768) : 0; return true;
    default: return false;
  }
}

static bool read_action(struct settings *out, int option) {
  static const enum action actions[] = {ACTION_INIT, ACTION_RUN, ACTION_CLEANUP, ACTION_CGROUP_ROOT, ACTION_VERSION, ACTION_HELP, ACTION_CHECK};
  if (option < INIT || option > CHECK) return false;
  act(out, actions[option - INIT]);
  return true;
}

static void read_other(struct settings *out, int option, const char *text) {
  switch (option) {
    case 'b': out->box = (unsigned)whole(text, "box-id", BOX_COUNT - 1); break;
    case 'M': out->meta = text; break;
    case 's': out->silent = true; break;
    case 'v': out->verbose = true; break;
    case WAIT: out->wait = true; break;
    case AS_UID: act_for(out, true, text); break;
    case AS_GID: act_for(out, false, text); break;
    case CG: out->cgroup = true; break;
    case 'i': out->input = text; break;
    case 'o': out->output = text; break;
    case 'r': out->errors = text; break;
    case 'c': out->folder = text; break;
    case STDERR_TO_STDOUT: out->errors_to_output = true; break;
    case 'E': add(out->env, &out->env_count, ENV_MOST, text, "env"); break;
    case 'e': out->full_env = true; break;
    case 'd': add(out->rules, &out->rule_count, RULES_MOST, text, "dir"); break;
    case 'D': out->no_default_rules = true; break;
    case SHARE_NET: out->share_net = true; break;
    case SPECIAL_FILES: out->special_files = true; break;
    case TTY_HACK: break;
    case SYSCALLS:
      if (whole(text, "syscalls", 31) != 31) give_up("--syscalls: the calls of all five flags (31) are always refused here");
      break;
    default: give_up("--inherit-fds is refused: descriptors of ours would be open in the program");
  }
}

static void check(const struct settings *settings, int argc) {
  if (settings->action == ACTION_NONE) give_up("nothing to do. Type: isolate --help");
  if (settings->action == ACTION_RUN && !*settings->program) give_up("--run needs a program: isolate --run -- PROGRAM [arguments]");
  if (settings->action != ACTION_RUN && optind < argc) give_up("\"%s\" is one word too many", settings->program[0]);
  if (settings->errors && settings->errors_to_output) give_up("--stderr and --stderr-to-stdout exclude each other");
  if (settings->cgroup_memory_kb && !settings->cgroup) give_up("--cg-mem needs --cg");
}

void settings_read(struct settings *out, int argc, char **argv) {
  *out = (struct settings){.processes = 1, .open_files = 1024, .user = getuid(), .group = getgid()};
  opterr = 0;
  for (int option; (option = getopt_long(argc, argv, "+:b:M:svm:t:w:x:k:n:f:q:p::i:o:r:c:E:ed:D", known, NULL)) != -1;) {
    /* What was last read: a cluster of letters is still at its word, anything else is behind it. */
    const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";
    if (option == '?') give_up("unknown option %s. Type: isolate --help", word);
    if (option == ':') give_up("the option %s needs a value", word);
    if (!read_action(out, option) && !read_limit(out, option, optarg)) read_other(out, option, optarg);
  }
  out->program = argv + optind;
  check(out, argc);
}
