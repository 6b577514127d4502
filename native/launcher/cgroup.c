#define _GNU_SOURCE
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rootless.h"
#include "sys.h"

#define OURS "cupel"

struct cgroups cgroups;

uint64_t cgroup_number(int folder, const char *file) {
  char text[64];
  return read_text(folder, file, text, sizeof text) > 0 ? strtoull(text, NULL, 10) : 0;
}

int cgroup_set_number(int folder, const char *file, uint64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%" PRIu64, value);
  return write_text(folder, file, text);
}

/* Field 22 of /proc/<pid>/stat; 0 where there is no such process. A pid alone may have been given to somebody else. */
static uint64_t start_time(long pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%ld/stat", pid);
  if (read_text(AT_FDCWD, path, text, sizeof text) <= 0) return 0;
  const char *at = strrchr(text, ')');
  for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
  return at ? strtoull(at, NULL, 10) : 0;
}

/* Pids mean nothing in another PID namespace, and a container may see the same hierarchy. */
static uint64_t pid_namespace(void) {
  struct stat st;
  return stat("/proc/self/ns/pid", &st) == 0 ? st.st_ino : 0;
}

static bool may_sweep(const char *name) {
  char *end;
  long pid = strtol(name, &end, 10);
  if (*end != '.' || pid <= 0) return false;
  uint64_t started = strtoull(end + 1, &end, 10);
  return *end == '.' && strtoull(end + 1, NULL, 10) == pid_namespace() && start_time(pid) != started;
}

static void kill_listed(int folder) {
  char text[65536];
  if (read_text(folder, "cgroup.procs", text, sizeof text) <= 0) return;
  for (char *at = text, *end; *at; at = end) {
    long pid = strtol(at, &end, 10);
    if (end == at) break;
    if (pid > 1) kill((pid_t)pid, SIGKILL);
  }
}

static bool remove_folder(int parent, const char *name) {
  for (int attempt = 0; attempt < 50; attempt++) {
    if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT) return true;
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
      kill_listed(folder);
      close(folder);
    }
    usleep(2000);
  }
  return false;
}

/* Removes a launcher's folder with the slots in it; returns how many there were. */
static unsigned remove_tree(int parent, const char *name) {
  int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd < 0 ? NULL : fdopendir(fd);
  unsigned removed = 0;
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.') removed += remove_folder(dirfd(folder), entry->d_name);
  if (folder) closedir(folder);
  return removed + remove_folder(parent, name);
}

static void sweep(const char *path) {
  DIR *folder = opendir(path);
  for (struct dirent *entry; folder && (entry = readdir(folder));)
    if (entry->d_type == DT_DIR && entry->d_name[0] >= '0' && entry->d_name[0] <= '9' && may_sweep(entry->d_name))
      cgroups.swept += remove_tree(dirfd(folder), entry->d_name);
  if (folder) closedir(folder);
}

/*
 * All boxes together otherwise get the share of a single process of the host: on a busy one, programs would meet their
 * wall limits without having been let to run. Twice the cores, so that the rest of the host still gets its turn.
 */
static void give_weight(const char *path) {
  unsigned cores = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  cgroup_set_number(folder, "cpu.shares", 2048 * cores);                             /* v1, in the hierarchy of cpu */
  cgroup_set_number(folder, "cpu.weight", cores < 50 ? 200 * cores : 10000); /* v2 */
  close(folder);
}

/* From the root of a hierarchy to the folder of this launcher. Another that ends takes the shared folder away when it is empty. */
static bool open_hierarchy(char *path, size_t room) {
  size_t length = strlen(path);
  for (int attempt = 0; attempt < 20; attempt++) {
    snprintf(path + length, room - length, "/" OURS);
    if (mkdir(path, 0755) < 0 && errno != EEXIST) return false;
    sweep(path);
    give_weight(path);
    size_t shared = strlen(path);
    snprintf(path + shared, room - shared, "/%d.%" PRIu64 ".%" PRIu64, getpid(), start_time(getpid()), pid_namespace());
    if (mkdir(path, 0755) == 0) {
      give_weight(path);
      return true;
    }
    if (errno != ENOENT) return false;
  }
  return false;
}

static bool enable_controllers(const char *path) {
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool ok = folder >= 0 && write_text(folder, "cgroup.subtree_control", "+cpu +memory +pids") == 0;
  int error = errno;
  if (folder >= 0) close(folder);
  errno = error;
  return ok;
}

/* v2 gives controllers only to folders whose parents hand them down, from the root. */
static bool hand_down(const char *path) {
  char parent[256];
  snprintf(parent, sizeof parent, "%s", path);
  char *own = strrchr(parent, '/');
  *own = 0;
  char *ours = strrchr(parent, '/');
  *ours = 0;
  bool root = enable_controllers(parent);
  *ours = '/';
  give_weight(parent); /* only now is there a file to write it to */
  if (!root || !enable_controllers(parent)) return false;
  give_weight(path);
  return enable_controllers(path);
}

void cgroups_open(void) {
  if (!rootless() && cgroup_v1_find()) cgroups.driver = &cgroup_v1; /* version 1 is never delegated */
  else if (cgroup_v2_find()) cgroups.driver = &cgroup_v2;
  else {
    if (!*cgroups.problem) snprintf(cgroups.problem, sizeof cgroups.problem, "cgroup: no hierarchy with the controllers memory, pids and cpu is mounted");
    return;
  }
  for (unsigned i = 0; i < cgroups.hierarchies; i++) {
    char *path = cgroups.folders[i];
    if (open_hierarchy(path, sizeof cgroups.folders[i]) && (cgroups.driver->version == 1 || hand_down(path))) continue;
    snprintf(cgroups.problem, sizeof cgroups.problem, "cgroup: %.100s: %s", path, strerror(errno));
    cgroups.driver = NULL;
    return;
  }
}

void cgroups_close(void) {
  for (unsigned i = 0; i < cgroups.hierarchies; i++) {
    remove_tree(AT_FDCWD, cgroups.folders[i]);
    *strrchr(cgroups.folders[i], '/') = 0;
    bool last = rmdir(cgroups.folders[i]) == 0; /* the folder of all launchers */
    *strrchr(cgroups.folders[i], '/') = 0;
    if (last && rootless()) rootless_cgroup_return(cgroups.folders[i]);
  }
}

unsigned cgroups_count(void) {
  unsigned count = 0;
  for (unsigned i = 0; cgroups.driver && i < cgroups.hierarchies; i++) {
    DIR *folder = opendir(cgroups.folders[i]);
    for (struct dirent *entry; folder && (entry = readdir(folder));) count += entry->d_type == DT_DIR && entry->d_name[0] != '.';
    if (folder) closedir(folder);
  }
  return count;
}

static void slot_path(const struct cgroup *group, unsigned hierarchy, char *path, size_t room) {
  snprintf(path, room, "%.255s/slot%u.%u", cgroups.folders[hierarchy], group->slot, group->generation);
}

int cgroup_make(struct cgroup *group, unsigned slot) {
  char path[320];
  group->slot = slot;
  group->generation++;
  group->oom_fd = -1;
  group->memory_limit = 0;
  for (unsigned i = 0; i < CGROUP_MAX_HIERARCHIES; i++) group->folders[i] = group->procs[i] = -1;
  group->made = true;
  for (unsigned i = 0; i < cgroups.hierarchies; i++) {
    slot_path(group, i, path, sizeof path);
    if (mkdir(path, 0755) < 0) return -1;
    group->folders[i] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (group->folders[i] < 0) return -1;
  }
  return cgroups.driver->make(group);
}

int cgroup_remove(struct cgroup *group) {
  char path[320];
  if (!group->made) return 0;
  for (unsigned i = 0; i < cgroups.hierarchies; i++) {
    slot_path(group, i, path, sizeof path);
    if (rmdir(path) < 0 && errno != ENOENT) return -1;
  }
  for (unsigned i = 0; i < cgroups.hierarchies; i++) {
    close_fd(&group->folders[i]);
    close_fd(&group->procs[i]);
  }
  close_fd(&group->oom_fd);
  group->made = false;
  return 0;
}

void cgroup_used(struct cgroup *group, struct cgroup_use *use) {
  cgroups.driver->read(group, use);
  group->last = *use;
  use->cpu -= group->before.cpu;
  use->cpu_user -= group->before.cpu_user;
  use->cpu_system -= group->before.cpu_system;
  use->oom_kills -= group->before.oom_kills;
  use->memory_events -= group->before.memory_events;
  use->pids_refused -= group->before.pids_refused;
  /* A kept group's peak is its peak of all runs: it tells of this one only where it has grown. */
  if (cgroups.driver->kept && use->pids_peak <= group->before.pids_peak) use->pids_peak_known = false;
}

uint64_t cgroup_cpu_used(const struct cgroup *group) { return cgroups.driver->cpu(group) - group->before.cpu; }

bool cgroup_has_oom_kill(const struct cgroup *group) { return cgroups.driver->oom_kills(group) > group->before.oom_kills; }
