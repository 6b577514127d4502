#define _GNU_SOURCE
#include "equip.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "outfit.h"
#include "sys.h"
#include "terminal.h"

#define SOCKET_PLACE 3

static int blob_fds[REQUEST_MAX_FILES];

/* A link or somebody else's file in that folder would let the worker read through us what it may not read itself. */
int open_blob(int blobs_fd, struct span name) {
  char path[BLOB_NAME_BYTES + 1];
  struct stat folder, file;
  memcpy(path, name.at, BLOB_NAME_BYTES);
  path[BLOB_NAME_BYTES] = 0;
  if (blobs_fd < 0 || fstat(blobs_fd, &folder) < 0) return errno = ENOENT, -1;
  int fd = sys_open_beneath(blobs_fd, path, O_RDONLY | O_NONBLOCK, 0);
  if (fd < 0) return -1;
  if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_uid == folder.st_uid) return fd;
  close(fd);
  return errno = EPERM, -1;
}

void open_blobs(const struct raising *r, const struct request *request, int blobs_fd) {
  for (uint32_t i = 0; i < request->file_count; i++) {
    blob_fds[i] = -1;
    if (!request->files[i].is_blob) continue;
    blob_fds[i] = open_blob(blobs_fd, request->files[i].content);
    if (blob_fds[i] < 0) raising_failed(r, STAGE_FILES, i, "blob");
  }
}

static void make_folders(const struct raising *r, char *path, uint32_t index) {
  for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    if (mkdir(path, 0755) < 0 && errno != EEXIST) raising_failed(r, STAGE_FILES, index, path);
    *slash = '/';
  }
}

static int copy_bytes(int to, struct span bytes) {
  while (bytes.length) {
    ssize_t written = write(to, bytes.at, bytes.length);
    if (written < 0) return -1;
    bytes.at += written;
    bytes.length -= (size_t)written;
  }
  return 0;
}

static int copy_blob(int to, int from) {
  ssize_t sent;
  do sent = sendfile(to, from, NULL, 1u << 30);
  while (sent > 0);
  return sent < 0 ? -1 : 0;
}

void write_files(const struct raising *r, const struct request *request) {
  umask(022);
  /* Where /box is read-only to the program, we stand in the folder beneath it already. */
  bool is_covered = request->read_only && wall_stands(r->walls, WALL_MOUNT);
  if (!is_covered && chdir(box_folder(r->walls)) < 0) raising_failed(r, STAGE_FILES, 0, "/box");
  /* Over the file-size limit the answer must be an error that we can report, not a signal. */
  signal(SIGXFSZ, SIG_IGN);
  for (uint32_t i = 0; i < request->file_count; i++) {
    const struct request_file *file = &request->files[i];
    char path[NAME_MAX_BYTES + 1];
    memcpy(path, file->name.at, file->name.length);
    path[file->name.length] = 0;
    make_folders(r, path, i);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, file->mode);
    if (fd < 0 || (file->is_blob ? copy_blob(fd, blob_fds[i]) : copy_bytes(fd, file->content)) < 0) raising_failed(r, STAGE_FILES, i, path);
    close(fd);
  }
}

/* The launcher has put all of them back when it started; these two were changed since. */
static void reset_signals(void) {
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void enter_folder(const struct raising *r, struct span cwd) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s", box_folder(r->walls));
  if (cwd.length) {
    if (cwd.length >= sizeof path) {
      errno = ENAMETOOLONG;
      raising_failed(r, STAGE_EXEC, 0, "working directory");
    }
    memcpy(path, cwd.at, cwd.length);
    path[cwd.length] = 0;
  }
  if (chdir(path) < 0) raising_failed(r, STAGE_EXEC, 0, "working directory");
}

static void place_stdio(const struct raising *r, const int stdio[3], const struct request *request) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) raising_failed(r, STAGE_STDIO, 0, "/dev/null");
  for (int fd = 0; fd < 3; fd++) {
    int from = request->stdio[fd].kind == STDIO_STDOUT ? 1 : stdio[fd] >= 0 ? stdio[fd] : null;
    if (dup2(from, fd) < 0) raising_failed(r, STAGE_STDIO, (unsigned)fd, "dup2");
  }
}

void place_descriptors(struct raising *r, const int stdio[3], const struct request *request) {
  if (outfit) outfit_descriptors(r);
  else place_stdio(r, stdio, request);
  /* Its loader writes the files beneath the cover, and enters the folder then. */
  if (!request->waits || !request->read_only) enter_folder(r, request->cwd);
  if (request_terminal(request) >= 0) terminal_take(r, 1);
  if (r->socket != SOCKET_PLACE && dup3(r->socket, SOCKET_PLACE, O_CLOEXEC) < 0) raising_failed(r, STAGE_STDIO, 3, "dup3");
  r->socket = SOCKET_PLACE;
  /* What is open beyond this line would be open in the program: 3 closes itself at exec, the rest goes now. */
  if (sys_close_range(SOCKET_PLACE + 1, ~0u, 0) < 0) raising_failed(r, STAGE_STDIO, 4, "close_range");
  /* Now, not with the other limits: what was opened on the way here is ours and must not meet the program's limit. */
  if (wall_stands(r->walls, WALL_RLIMIT)) set_resource_limit(r, RLIMIT_NOFILE, request->limits.open_files);
  reset_signals();
}

static const char *path_of(char *const envp[]) {
  for (; *envp; envp++)
    if (!strncmp(*envp, "PATH=", 5)) return *envp + 5;
  return "/usr/bin:/bin";
}

void find_and_exec(char *const argv[], char *const envp[]) {
  if (strchr(argv[0], '/')) {
    execve(argv[0], argv, envp);
    return;
  }
  int error = ENOENT;
  for (const char *folder = path_of(envp); *folder;) {
    size_t length = strcspn(folder, ":");
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%.*s/%s", (int)length, folder, argv[0]) < (int)sizeof path) {
      execve(path, argv, envp);
      if (errno != ENOENT && errno != ENOTDIR) error = errno;
    }
    folder += length + (folder[length] == ':');
  }
  errno = error;
}
