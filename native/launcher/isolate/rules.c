#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../outfit.h"
#include "../sys.h"
#include "isolate.h"

/* --dir=IN[=OUT][:option]...: what is seen at IN in the box. */
struct rule {
  char in[OUTFIT_PATH], out[OUTFIT_PATH];
  bool rw, dev, noexec, maybe, norec, tmp, fs, hidden;
};

static char new_folders[OUTFIT_MOUNTS][OUTFIT_PATH];
static unsigned new_folder_count;

/* Of these the box has its own: the launcher's read-only view of /usr, /dev, /proc, /tmp. */
static const char *const standing[] = {"bin", "dev", "lib", "lib64", "proc", "sbin", "tmp", "usr"};

static bool is_standing(const char *name) {
  for (size_t i = 0; i < sizeof standing / sizeof *standing; i++)
    if (!strcmp(standing[i], name)) return true;
  return false;
}

static void read_option(struct rule *rule, const char *word, const char *text) {
  const struct {
    const char *name;
    bool *flag;
  } flags[] = {{"rw", &rule->rw}, {"dev", &rule->dev}, {"noexec", &rule->noexec}, {"maybe", &rule->maybe}, {"norec", &rule->norec}, {"tmp", &rule->tmp}, {"fs", &rule->fs}};
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (!strcmp(flags[i].name, word)) {
      *flags[i].flag = true;
      return;
    }
  give_up("--dir=%s: \"%s\" is none of rw, dev, noexec, maybe, norec, tmp, fs", text, word);
}

/* Below the root of the box, and no way out of it. */
static void check_target(const char *in, const char *text) {
  if (!*in) give_up("--dir=%s: a folder of the box is missing", text);
  for (const char *part = in; *part;) {
    size_t length = strcspn(part, "/");
    if (length == 0 || (part[0] == '.' && (length == 1 || (length == 2 && part[1] == '.')))) give_up("--dir=%s: the folder in the box is no plain path", text);
    part += length + (part[length] == '/');
  }
}

static struct rule read_rule(const char *text) {
  struct rule rule = {0};
  char copy[OUTFIT_PATH * 2];
  if (strlen(text) >= sizeof rule.in) give_up("--dir=%.40s...: longer than %zu bytes", text, sizeof rule.in - 1);
  strcpy(copy, text);
  char *rest = copy, *word = strsep(&rest, ":");
  char *out = strchr(word, '=');
  if (out) *out++ = 0;
  while (*word == '/') word++;
  strcpy(rule.in, word);
  rule.hidden = out && !*out;
  if (!out) snprintf(rule.out, sizeof rule.out, "/%.*s", (int)sizeof rule.out - 2, rule.in);
  else strcpy(rule.out, out);
  while ((word = strsep(&rest, ":"))) read_option(&rule, word, text);
  check_target(rule.in, text);
  return rule;
}

static unsigned long attributes_of(const struct rule *rule) {
  return MOUNT_ATTR_NOSUID | (rule->rw ? 0 : MOUNT_ATTR_RDONLY) | (rule->dev ? 0 : MOUNT_ATTR_NODEV) | (rule->noexec ? MOUNT_ATTR_NOEXEC : 0);
}

static int bind(const struct settings *settings, const struct rule *rule) {
  unsigned recursion = rule->norec ? 0 : AT_RECURSIVE;
  int from = AT_FDCWD;
  char box[64];
  snprintf(box, sizeof box, BOXES "/%u", settings->box);
  if (rule->out[0] != '/') from = open(box, O_PATH | O_DIRECTORY | O_CLOEXEC); /* ./box is the box itself */
  files_as(settings);
  int fd = sys_open_tree(from, rule->out, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | recursion);
  int error = errno;
  files_as_root();
  if (from != AT_FDCWD) close_fd(&from);
  struct mount_attr attributes = {.attr_set = attributes_of(rule)};
  if (fd >= 0 && syscall(SYS_mount_setattr, fd, "", AT_EMPTY_PATH | recursion, &attributes, sizeof attributes) < 0) {
    error = errno;
    close_fd(&fd);
  }
  errno = error;
  return fd;
}

static int make_tmpfs(const struct settings *settings) {
  char size[32];
  uint64_t kilobytes = settings->quota_blocks ? settings->quota_blocks : UINT64_C(1) << 20;
  snprintf(size, sizeof size, "%lluk", (unsigned long long)kilobytes);
  int fs = (int)syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
  if (fs < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "size", size, 0) < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "mode", "1777", 0) < 0 ||
      syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
    return -1;
  int fd = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
  close_fd(&fs);
  return fd;
}

static void add_mount(struct outfit *out, const char *target, int fd) {
  if (out->mount_count >= OUTFIT_MOUNTS) give_up("more than %d folders in a box", OUTFIT_MOUNTS);
  struct outfit_mount *mount = &out->mounts[out->mount_count++];
  mount->fd = fd;
  strcpy(mount->target, target);
}

static void apply(const struct settings *settings, const char *text, struct outfit *out) {
  struct rule rule = read_rule(text);
  if (rule.hidden) {
    if (is_standing(rule.in) || !strcmp(rule.in, "box")) give_up("--dir=%s: to leave folders of the system out, give --no-default-dirs and name those that stay", text);
    return;
  }
  if (rule.fs) {
    if (strcmp(rule.in, "proc")) give_up("--dir=%s: no file system but proc is mounted into a box", text);
    return; /* it is there */
  }
  char own[OUTFIT_PATH + 1];
  snprintf(own, sizeof own, "/%s", rule.in);
  if (is_standing(rule.in) && (rule.tmp || (!strcmp(rule.out, own) && (!settings->no_default_rules || !strcmp(rule.in, "dev") || !strcmp(rule.in, "proc"))))) return;
  int fd = rule.tmp ? make_tmpfs(settings) : bind(settings, &rule);
  if (fd < 0 && rule.maybe) return;
  if (fd < 0) give_up("--dir=%s: %s: %s", text, rule.tmp ? "a folder of its own" : rule.out, strerror(errno));
  add_mount(out, rule.in, fd);
  strcpy(new_folders[new_folder_count++], rule.in);
}

void rules_apply(const struct settings *settings, struct outfit *out) {
  struct rule box = {.out = "box", .rw = true, .norec = true};
  int fd = bind(settings, &box);
  if (fd < 0) give_up("the folder of box %u cannot be mounted: %s", settings->box, strerror(errno));
  add_mount(out, "box", fd);
  for (unsigned i = 0; i < settings->rule_count; i++) apply(settings, settings->rules[i], out);
}

bool rules_show_system(const struct settings *settings) { return !settings->no_default_rules; }

const char *rules_new_folder(unsigned index) { return index < new_folder_count ? new_folders[index] : NULL; }
