#define _GNU_SOURCE
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A descriptor is open for each level. Deeper folders are brought up before they are walked. */
#define DEPTH_MOST 200

struct walk {
  int top;          /* where folders that lie too deep are brought */
  unsigned brought; /* how many were */
  /* What is to be done with what stands there; `entry` is open as a path only. Folders come after what is in them. */
  int (*visit)(struct walk *walk, int folder, const char *name, int entry, const struct stat *st);
  uid_t from, user;
  gid_t group;
};

static int walk_folder(struct walk *walk, int folder, unsigned depth);

static int bring_up(struct walk *walk, int folder, const char *name) {
  char to[32];
  int result;
  do {
    snprintf(to, sizeof to, ".deep-%u", walk->brought++);
    result = renameat2(folder, name, walk->top, to, RENAME_NOREPLACE);
  } while (result < 0 && errno == EEXIST);
  return result;
}

static int walk_entry(struct walk *walk, int folder, const char *name, unsigned depth) {
  struct stat st;
  int result = 0, entry = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (entry < 0) return errno == ENOENT ? 0 : -1;
  if (fstat(entry, &st) < 0) result = -1;
  if (result == 0 && S_ISDIR(st.st_mode)) {
    if (depth >= DEPTH_MOST) {
      close(entry);
      return bring_up(walk, folder, name);
    }
    int below = openat(entry, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    result = below < 0 ? -1 : walk_folder(walk, below, depth + 1);
  }
  if (result == 0) result = walk->visit(walk, folder, name, entry, &st);
  int error = errno;
  close(entry);
  errno = error;
  return result;
}

/* Takes the descriptor over. */
static int walk_folder(struct walk *walk, int folder, unsigned depth) {
  DIR *list = fdopendir(folder);
  int result = list ? 0 : -1;
  for (struct dirent *entry; result == 0 && (entry = readdir(list));)
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) result = walk_entry(walk, dirfd(list), entry->d_name, depth);
  int error = errno;
  if (list) closedir(list);
  else close(folder);
  errno = error;
  return result;
}

/* Again for as long as something was brought up from too deep. */
static int walk_all(struct walk *walk, int folder) {
  unsigned before;
  walk->top = folder;
  do {
    before = walk->brought;
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0 || walk_folder(walk, own, 0) < 0) return -1;
  } while (walk->brought != before);
  return 0;
}

static int give(struct walk *walk, int folder, const char *name, int entry, const struct stat *st) {
  (void)folder;
  (void)name;
  /* A hard link to a file of somebody else stays his. */
  if (st->st_uid != walk->from) return 0;
  return fchownat(entry, "", walk->user, walk->group, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
}

int tree_give(int folder, uid_t from, uid_t user, gid_t group) {
  struct walk walk = {.visit = give, .from = from, .user = user, .group = group};
  if (walk_all(&walk, folder) < 0) return -1;
  return fchownat(folder, "", user, group, AT_EMPTY_PATH);
}

static int remove_special(struct walk *walk, int folder, const char *name, int entry, const struct stat *st) {
  (void)walk;
  (void)entry;
  return S_ISDIR(st->st_mode) || S_ISREG(st->st_mode) ? 0 : unlinkat(folder, name, 0);
}

int tree_remove_special(int folder) {
  struct walk walk = {.visit = remove_special};
  return walk_all(&walk, folder);
}

static int remove_entry(struct walk *walk, int folder, const char *name, int entry, const struct stat *st) {
  (void)walk;
  (void)entry;
  int result = unlinkat(folder, name, S_ISDIR(st->st_mode) ? AT_REMOVEDIR : 0);
  /* Something below was brought up instead: the next round finds this folder empty. */
  return result < 0 && errno == ENOTEMPTY ? 0 : result;
}

int tree_empty(int folder) {
  struct walk walk = {.visit = remove_entry};
  return walk_all(&walk, folder);
}
