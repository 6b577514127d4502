#define _GNU_SOURCE
#include "collect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys.h"

#define SEARCH_DEPTH 16
#define SEARCH_ENTRIES 10000

static void put(int out, const void *bytes, size_t length) {
  for (const char *at = bytes; length;) {
    ssize_t written = write(out, at, length);
    if (written < 0) _exit(1); /* the launcher has lost interest */
    at += written;
    length -= (size_t)written;
  }
}

static void put_u32(int out, uint32_t value) {
  uint8_t bytes[4];
  write_u32(bytes, value);
  put(out, bytes, sizeof bytes);
}

static void put_end(int out, enum collect_status status, int error, uint64_t size) {
  uint8_t bytes[20];
  write_u32(bytes, 0);
  write_u32(bytes + 4, status);
  write_u32(bytes + 8, (uint32_t)error);
  write_u64(bytes + 12, size);
  put(out, bytes, sizeof bytes);
}

static enum collect_status status_of(int error) {
  if (error == ENOENT) return COLLECT_ABSENT;
  /* ELOOP: a link on the way. ENXIO: a socket. EXDEV, ENOTDIR: the way leads elsewhere or through a file. */
  if (error == ELOOP || error == ENXIO || error == EXDEV || error == ENOTDIR) return COLLECT_NOT_REGULAR;
  return COLLECT_UNREADABLE;
}

/* O_NONBLOCK: a FIFO must not hold us up before fstat has told that it is one. */
static void collect(const struct request_collect *wanted, int scratch_fd, int out) {
  static uint8_t chunk[CHUNK_MAX_BYTES];
  char path[NAME_MAX_BYTES + 1];
  struct stat st;
  memcpy(path, wanted->name.at, wanted->name.length);
  path[wanted->name.length] = 0;
  int fd = sys_open_beneath(scratch_fd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
  if (fd < 0 || fstat(fd, &st) < 0) return put_end(out, status_of(errno), errno, 0);
  enum collect_status status = COLLECT_OK;
  if (!S_ISREG(st.st_mode)) status = COLLECT_NOT_REGULAR;
  else if (st.st_nlink != 1) status = COLLECT_HARD_LINK;
  else if ((uint64_t)st.st_size > wanted->most) status = COLLECT_TOO_LARGE;
  ssize_t length = 1;
  while (status == COLLECT_OK && (length = read(fd, chunk, sizeof chunk)) > 0) {
    put_u32(out, (uint32_t)length);
    put(out, chunk, (size_t)length);
  }
  if (length < 0) status = COLLECT_UNREADABLE;
  put_end(out, status, length < 0 ? errno : 0, (uint64_t)st.st_size);
  close(fd);
}

/* A program that ignores SIGXFSZ gets an error where it would have been killed; the file that hit the limit remains. */
static bool has_full_file(int folder_fd, uint64_t size, int depth, int *entries) {
  DIR *folder = fdopendir(folder_fd);
  bool found = false;
  for (struct dirent *entry; folder && !found && (entry = readdir(folder)) && --*entries > 0;) {
    struct stat st;
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0) continue;
    if (S_ISREG(st.st_mode)) found = (uint64_t)st.st_size >= size;
    if (!S_ISDIR(st.st_mode) || depth == 0) continue;
    int below = sys_open_beneath(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY, 0);
    if (below >= 0) found = has_full_file(below, size, depth - 1, entries);
  }
  if (folder) closedir(folder);
  return found;
}

static void become(uid_t user) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {0};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  /* 0 where the user wall is missing: it is what the program was, and nothing that the capabilities below made of it. */
  if (user != 0 && (syscall(SYS_setgroups, 0, NULL) < 0 || setresgid(user, user, user) < 0 || setresuid(user, user, user) < 0)) _exit(1);
  if (syscall(SYS_capset, &header, none) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) _exit(1);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

_Noreturn void collector_main(const struct request *request, int scratch_fd, uid_t user, int out) {
  prctl(PR_SET_NAME, "cupel-collector");
  become(user);
  for (uint32_t i = 0; i < request->collect_count; i++) collect(&request->collects[i], scratch_fd, out);
  int entries = SEARCH_ENTRIES;
  int folder = sys_open_beneath(scratch_fd, ".", O_RDONLY | O_DIRECTORY, 0);
  put_u32(out, folder >= 0 && has_full_file(folder, request->limits.file_size, SEARCH_DEPTH, &entries));
  _exit(0);
}
