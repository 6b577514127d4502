#define _GNU_SOURCE
#include "skeleton.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box.h"
#include "libraries.h"
#include "loop.h"
#include "process.h"
#include "rootless.h"
#include "sys.h"

/* Covered by a tmpfs in our own mount namespace only; the host's folder is untouched. */
static const char *const work_folders[] = {"/mnt", "/media", "/srv", "/tmp"};
static const char *const root_folders[] = {"bin", "sbin", "lib", "lib64", "lib32", "libx32"};
static const char *const plain_folders[] = {"dev", "proc", "tmp", "box", "program", "etc", "var", "run", "usr"};

static char copy_target[PATH_MAX];
static size_t copy_prefix; /* bytes of a source's path that are the image's folder */

static int make_parents(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    int result = mkdir(path, 0755);
    *slash = '/';
    if (result < 0 && errno != EEXIST) return -1;
  }
  return 0;
}

static int copy_file(const char *from, const char *to, const struct stat *st) {
  int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st->st_mode & 0755);
  int result = in < 0 || out < 0 ? -1 : 0;
  off_t offset = 0;
  while (result == 0 && offset < st->st_size)
    if (sendfile(out, in, &offset, (size_t)(st->st_size - offset)) <= 0) result = -1;
  if (in >= 0) close(in);
  if (out >= 0) close(out);
  return result;
}

/* Only what every user of the host may read anyway; a link is copied as a link. */
static int copy_entry(const char *from, const struct stat *st, int type, struct FTW *walk) {
  (void)walk;
  char to[PATH_MAX];
  if (snprintf(to, sizeof to, "%s%s", copy_target, from + copy_prefix) >= (int)sizeof to) return -1;
  if (make_parents(to) < 0) return -1;
  if (type == FTW_D) return mkdir(to, 0755) < 0 && errno != EEXIST ? -1 : 0;
  if (type == FTW_SL) {
    char link[PATH_MAX];
    ssize_t length = readlink(from, link, sizeof link - 1);
    if (length < 0) return -1;
    link[length] = 0;
    return symlink(link, to) < 0 && errno != EEXIST ? -1 : 0;
  }
  if (type != FTW_F || !S_ISREG(st->st_mode) || !(st->st_mode & S_IROTH)) return 0;
  return copy_file(from, to, st) < 0 && errno != EEXIST ? -1 : 0;
}

static int copy_glob(const char *image, const char *pattern, const char *skeleton) {
  glob_t found;
  char whole[PATH_MAX];
  if (snprintf(whole, sizeof whole, "%s%s", image, pattern) >= (int)sizeof whole || glob(whole, GLOB_BRACE, NULL, &found)) return 0;
  copy_prefix = strlen(image);
  snprintf(copy_target, sizeof copy_target, "%s", skeleton);
  int result = 0;
  for (size_t i = 0; i < found.gl_pathc && result == 0; i++) result = nftw(found.gl_pathv[i], copy_entry, 16, FTW_PHYS | FTW_MOUNT);
  globfree(&found);
  return result;
}

/* "PATH NAME": of those that are built into the launcher. */
static int write_library(const char *line, const char *skeleton) {
  char path[PATH_MAX];
  size_t name = strcspn(line, " ");
  struct span library = library_find(line + name + strspn(line + name, " "));
  if (!library.length || snprintf(path, sizeof path, "%s%.*s", skeleton, (int)name, line) >= (int)sizeof path || make_parents(path) < 0) return -1;
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
  if (fd < 0) return -1;
  ssize_t written = write(fd, library.at, library.length);
  close(fd);
  return written == (ssize_t)library.length ? 0 : -1;
}

/* "PATH CONTENT", where \n in the content ends a line. A file that was copied from the host is left as it is. */
static int write_text_line(const char *line, const char *skeleton) {
  char path[PATH_MAX], content[4096];
  size_t length = 0, name = strcspn(line, " ");
  if (snprintf(path, sizeof path, "%s%.*s", skeleton, (int)name, line) >= (int)sizeof path || make_parents(path) < 0) return -1;
  for (const char *c = line[name] ? line + name + 1 : ""; *c && length < sizeof content; c++) {
    bool end = c[0] == '\\' && c[1] == 'n';
    content[length++] = end ? '\n' : *c;
    if (end) c++;
  }
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) return errno == EEXIST ? 0 : -1;
  ssize_t written = write(fd, content, length);
  close(fd);
  return written == (ssize_t)length ? 0 : -1;
}

const char *const skeleton_devices[SKELETON_DEVICES] = {"null", "zero", "full", "random", "urandom", "tty"};

static int make_node(const char *path, unsigned index) {
  static const unsigned numbers[SKELETON_DEVICES][2] = {{1, 3}, {1, 5}, {1, 7}, {1, 8}, {1, 9}, {5, 0}};
  if (!rootless()) return mknod(path, S_IFCHR | 0666, makedev(numbers[index][0], numbers[index][1])) < 0 || chmod(path, 0666) < 0 ? -1 : 0;
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd >= 0) close(fd);
  return fd < 0 ? -1 : 0;
}

static int make_devices(const char *dev) {
  static const char *const links[][2] = {
      {"fd", "/proc/self/fd"}, {"stdin", "/proc/self/fd/0"}, {"stdout", "/proc/self/fd/1"}, {"stderr", "/proc/self/fd/2"}};
  static const char *const folders[] = {"shm", "pts"};
  char path[PATH_MAX];
  for (unsigned i = 0; i < SKELETON_DEVICES; i++) {
    snprintf(path, sizeof path, "%s/%s", dev, skeleton_devices[i]);
    if (make_node(path, i) < 0) return -1;
  }
  for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
    snprintf(path, sizeof path, "%s/%s", dev, links[i][0]);
    if (symlink(links[i][1], path) < 0) return -1;
  }
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    snprintf(path, sizeof path, "%s/%s", dev, folders[i]);
    if (mkdir(path, 0755) < 0) return -1;
  }
  return 0;
}

/* /bin, /lib and their like as the host has them: links into /usr, or folders that need an overlay of their own. */
static int make_root_folders(struct profile *profile, const char *skeleton) {
  char host[32], real[PATH_MAX], link[64], path[PATH_MAX];
  for (size_t i = 0; i < sizeof root_folders / sizeof *root_folders; i++) {
    snprintf(host, sizeof host, "/%s", root_folders[i]);
    snprintf(path, sizeof path, "%s%s", skeleton, host);
    if (snprintf(real, sizeof real, "%s%s", profile->image, host) >= (int)sizeof real) return -1;
    ssize_t length = readlink(real, link, sizeof link - 1);
    if (length > 0) {
      link[length] = 0;
      if (symlink(link, path) < 0) return -1;
    } else if (access(real, F_OK) == 0) {
      if (profile->system_count >= PROFILE_MAX_LINES || mkdir(path, 0755) < 0) return -1;
      profile->systems[profile->system_count++] = strdup(host);
    }
  }
  return 0;
}

static int fill_skeleton(struct profile *profile, const char *skeleton) {
  char path[PATH_MAX];
  for (size_t i = 0; i < sizeof plain_folders / sizeof *plain_folders; i++) {
    snprintf(path, sizeof path, "%s/%s", skeleton, plain_folders[i]);
    if (mkdir(path, 0755) < 0) return -1;
  }
  for (unsigned i = 0; i < profile->system_count; i++) {
    snprintf(path, sizeof path, "%s%s/x", skeleton, profile->systems[i]);
    if (make_parents(path) < 0) return -1;
  }
  if (make_root_folders(profile, skeleton) < 0) return -1;
  snprintf(path, sizeof path, "%s/var/tmp", skeleton);
  if (symlink("/tmp", path) < 0) return -1;
  for (unsigned i = 0; i < profile->copy_count; i++)
    if (copy_glob(profile->image, profile->copies[i], skeleton) < 0) return -1;
  for (unsigned i = 0; i < profile->text_count; i++)
    if (write_text_line(profile->texts[i], skeleton) < 0) return -1;
  for (unsigned i = 0; i < profile->library_count; i++)
    if (write_library(profile->libraries[i], skeleton) < 0) return -1;
  return 0;
}

static int make_profile(struct profile *profile, const char *work) {
  static const char *const parts[] = {"", "/skel", "/dev", "/empty", "/root", "/box"};
  char path[PATH_MAX];
  snprintf(profile->skeleton, sizeof profile->skeleton, "%s/%s", work, profile->name);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    snprintf(path, sizeof path, "%s%s", profile->skeleton, parts[i]);
    if (mkdir(path, 0755) < 0) return -1;
  }
  snprintf(path, sizeof path, "%s/skel", profile->skeleton);
  if (fill_skeleton(profile, path) < 0) return -1;
  snprintf(path, sizeof path, "%s/dev", profile->skeleton);
  return make_devices(path);
}

static const char *find_work_folder(void) {
  struct stat st;
  for (size_t i = 0; i < sizeof work_folders / sizeof *work_folders; i++)
    if (lstat(work_folders[i], &st) == 0 && S_ISDIR(st.st_mode)) return work_folders[i];
  return NULL;
}

int skeleton_make(struct profiles *profiles, char *problem, size_t room) {
  umask(0);
  const char *work = find_work_folder();
  if (!work) return snprintf(problem, room, "mount: none of /mnt, /media, /srv and /tmp is a folder"), -1;
  if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
    return snprintf(problem, room, "mount: a mount namespace of our own: %s", strerror(errno)), -1;
  if (mount("cupel", work, "tmpfs", MS_NOSUID, "mode=0755,size=256m") < 0)
    return snprintf(problem, room, "mount: tmpfs on %s: %s", work, strerror(errno)), -1;
  for (unsigned i = 0; i < profiles->count; i++)
    if (make_profile(&profiles->list[i], work) < 0)
      return snprintf(problem, room, "mount: the skeleton of profile %s: %s. CAP_MKNOD is needed for its /dev.", profiles->list[i].name, strerror(errno)), -1;
  umask(022);
  return 0;
}

static void preread_file(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat st;
  if (fd < 0) return;
  if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) readahead(fd, 0, (size_t)st.st_size);
  close(fd);
}

static void reader_ended(struct watch *watch, uint32_t events) {
  siginfo_t info;
  (void)events;
  waitid(P_PIDFD, (id_t)watch->fd, &info, WEXITED | WNOHANG);
  loop_close(watch);
}

static struct watch reader_exit = {-1, reader_ended};

void skeleton_preread(const struct profiles *profiles) {
  pid_t reader = fork_with(0, NULL, 0);
  if (reader > 0) loop_add(&reader_exit, sys_pidfd_open(reader), EPOLLIN);
  if (reader != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setpriority(PRIO_PROCESS, 0, 19);
  for (unsigned p = 0; p < profiles->count; p++)
    for (unsigned i = 0; i < profiles->list[p].preread_count; i++) {
      glob_t found;
      char pattern[PATH_MAX];
      snprintf(pattern, sizeof pattern, "%s%s", profiles->list[p].image, profiles->list[p].prereads[i]);
      if (glob(pattern, GLOB_BRACE, NULL, &found)) continue;
      for (size_t f = 0; f < found.gl_pathc; f++) preread_file(found.gl_pathv[f]);
      globfree(&found);
    }
  _exit(0);
}
