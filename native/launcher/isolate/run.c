#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../connection.h"
#include "../describe.h"
#include "../outfit.h"
#include "../run.h"
#include "../serve.h"
#include "../skeleton.h"
#include "../sys.h"
#include "isolate.h"
#include "report.h"

#define RUN_NUMBER 1u
#define MANY (UINT64_C(1) << 40) /* bytes: more than any host has, and what a request may ask for at most */
#define LONG_S 86400.0

/* As the built-in profile has it, without an environment and without what only languages' runtimes look for. */
static char profile_text[] =
    "profile judge\nusers 60000 2\nhostname box\n"
    "text /etc/passwd root:x:0:0:root:/:/bin/false\\nnobody:x:65534:65534:nobody:/:/bin/false\\n\n"
    "text /etc/group root:x:0:\\nnogroup:x:65534:\\n\n"
    "text /etc/nsswitch.conf passwd: files\\ngroup: files\\nhosts: files\\n\n"
    "text /etc/hosts 127.0.0.1 localhost\\n::1 localhost\\n\n"
    "copy /etc/ld.so.cache\ncopy /etc/alternatives\ncopy /etc/java-*-openjdk\ncopy /etc/python3*\n"
    "system /usr\n";

static struct profiles profiles;
static struct outfit own_outfit;
static const struct settings *running;

/* The answer, as it comes in frames. */
static void heard(struct watch *watch, uint32_t events);
static struct watch answers = {-1, heard};
static struct buffer incoming;
static struct report report;

static void take_answer(uint16_t type, struct span payload) {
  if (type == FRAME_EVIDENCE) report_read(&report, payload);
  if (type == FRAME_REFUSED) report_refused(&report, payload);
}

static void heard(struct watch *watch, uint32_t events) {
  uint8_t *at = buffer_extend(&incoming, 4096);
  ssize_t length = recv(watch->fd, at, 4096, MSG_DONTWAIT);
  (void)events;
  incoming.length -= 4096 - (length > 0 ? (size_t)length : 0);
  while (incoming.length >= FRAME_HEADER_BYTES) {
    size_t size = read_u32(incoming.bytes);
    if (incoming.length < FRAME_HEADER_BYTES + size) return;
    take_answer(read_u16(incoming.bytes + 4), (struct span){incoming.bytes + FRAME_HEADER_BYTES, size});
    buffer_drop_front(&incoming, FRAME_HEADER_BYTES + size);
  }
}

static void send_frame(enum frame_type type, uint32_t run, const struct buffer *fields) {
  uint8_t header[FRAME_HEADER_BYTES] = {0};
  write_u32(header, fields ? (uint32_t)fields->length : 0);
  write_u16(header + 4, (uint16_t)type);
  write_u32(header + 8, run);
  struct iovec parts[] = {{header, sizeof header}, {fields ? fields->bytes : NULL, fields ? fields->length : 0}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  if (sendmsg(answers.fd, &message, MSG_NOSIGNAL) < 0) give_up("the command is too long: %s", strerror(errno));
}

static void interrupted(struct watch *watch, uint32_t events) {
  struct signalfd_siginfo info;
  (void)events;
  if (read(watch->fd, &info, sizeof info) == sizeof info) send_frame(FRAME_CANCEL, RUN_NUMBER, NULL);
}

/* Blocked also in what is forked later: Ctrl-C is meant for us, and we end the box. */
static void watch_signals(void) {
  static struct watch signals = {-1, interrupted};
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < 4; i++) sigaddset(&set, (const int[]){SIGINT, SIGTERM, SIGHUP, SIGQUIT}[i]);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signal(SIGPIPE, SIG_IGN);
  loop_add(&signals, signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), EPOLLIN);
}

static void put_environment(struct buffer *out, const struct settings *settings) {
  buffer_put_text(out, RUN_ENV, "LIBC_FATAL_STDERR_=1");
  for (char **own = environ; settings->full_env && own && *own; own++)
    if (strchr(*own, '=') > *own) buffer_put_text(out, RUN_ENV, *own);
  for (unsigned i = 0; i < settings->env_count; i++) {
    const char *name = settings->env[i], *value = strchr(name, '=') ? NULL : getenv(name);
    char line[8192];
    if (!strchr(name, '=') && !value) continue;
    if (value && snprintf(line, sizeof line, "%s=%s", name, value) >= (int)sizeof line) give_up("--env=%s: its value is too long", name);
    buffer_put_text(out, RUN_ENV, value ? line : name);
  }
}

static uint64_t within(uint64_t value, uint64_t least, uint64_t most) { return value < least ? least : value > most ? most : value; }

static uint64_t kilobytes(uint64_t value, uint64_t least) { return value ? within(value * 1024, least, MANY) : MANY; }

static uint64_t nanoseconds(double seconds) { return within((uint64_t)llround(fmin(seconds, LONG_S) * 1e9), 1000000, (uint64_t)(LONG_S * 1e9)); }

static void put_limits(struct buffer *out, const struct settings *settings) {
  uint64_t cores = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN) * 1000;
  buffer_put_number(out, RUN_WALL_TIME, nanoseconds(settings->wall_time > 0 ? settings->wall_time : LONG_S));
  buffer_put_number(out, RUN_CPU_TIME, nanoseconds(settings->time > 0 ? settings->time + settings->extra_time : LONG_S));
  buffer_put_number(out, RUN_MEMORY, kilobytes(settings->cgroup_memory_kb, UINT64_C(1) << 20));
  buffer_put_number(out, RUN_PROCESSES, settings->processes ? settings->processes : 32768);
  buffer_put_number(out, RUN_SCRATCH_BYTES, within(settings->quota_blocks ? settings->quota_blocks * 1024 : UINT64_C(1) << 30, 4096, MANY));
  buffer_put_number(out, RUN_SCRATCH_INODES, within(settings->quota_inodes ? settings->quota_inodes : 1000000, 8, 10000000));
  buffer_put_number(out, RUN_STDOUT_BYTES, 1);
  buffer_put_number(out, RUN_STDERR_BYTES, 1);
  buffer_put_number(out, RUN_FILE_SIZE, kilobytes(settings->file_kb, 1));
  buffer_put_number(out, RUN_OPEN_FILES, settings->open_files ? within(settings->open_files, 8, 65536) : 65536);
  buffer_put_number(out, RUN_STACK, kilobytes(settings->stack_kb, 64 << 10));
  buffer_put_number(out, RUN_CORES, within(cores, 10, 1024000));
}

static void put_request(struct buffer *out, const struct settings *settings) {
  char folder[4096];
  buffer_put_text(out, RUN_PROFILE, profiles.list[0].name);
  buffer_put_number(out, RUN_MODE, settings->share_net ? MODE_PERMISSIVE : MODE_STRICT);
  for (char **word = settings->program; *word; word++) buffer_put_text(out, RUN_ARG, *word);
  put_environment(out, settings);
  put_limits(out, settings);
  if (!settings->folder) return;
  bool absolute = settings->folder[0] == '/';
  if (snprintf(folder, sizeof folder, "%s%s", absolute ? "" : "/box/", settings->folder) >= (int)sizeof folder) give_up("--chdir: the path is too long");
  buffer_put_text(out, RUN_CWD, folder);
}

static void ask(const struct settings *settings) {
  struct buffer hello = {0}, request = {0};
  int pair[2], room = 4 << 20;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) give_up("a socket: %s", strerror(errno));
  setsockopt(pair[1], SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
  connection_open(pair[0]);
  loop_add(&answers, pair[1], EPOLLIN);
  buffer_put_number(&hello, HELLO_MAGIC, PROTOCOL_MAGIC);
  buffer_put_number(&hello, HELLO_VERSION, PROTOCOL_VERSION);
  send_frame(FRAME_HELLO, 0, &hello);
  put_request(&request, settings);
  send_frame(FRAME_RUN, RUN_NUMBER, &request);
  buffer_free(&hello);
  buffer_free(&request);
}

/* Mount points that only --dir asks for, in the private root that all of this box's mounts lie on. */
static void make_mount_point(const char *skeleton, const char *path) {
  char folder[128];
  snprintf(folder, sizeof folder, "%s/skel", skeleton);
  int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (const char *part = path; *part && at >= 0;) {
    char name[OUTFIT_PATH];
    size_t length = strcspn(part, "/");
    snprintf(name, sizeof name, "%.*s", (int)length, part);
    int below = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (below < 0 && (errno == ENOTDIR || errno == ELOOP)) unlinkat(at, name, 0); /* /lib, where it is a link into /usr */
    if (below < 0 && mkdirat(at, name, 0755) == 0) below = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close_fd(&at);
    at = below;
    part += length + (part[length] == '/');
  }
  close_fd(&at);
}

static void make_root(const struct settings *settings) {
  char problem[192] = "";
  struct profile *profile = &profiles.list[0];
  if (profiles_parse(profile_text, &profiles, problem, sizeof problem) < 0) give_up("%s", problem);
  if (!rules_show_system(settings)) profile->system_count = profile->copy_count = 0;
  umask(022);
  if (skeleton_make(&profiles, problem, sizeof problem) < 0) give_up("%s", problem);
  for (unsigned i = 0; rules_new_folder(i); i++) make_mount_point(profile->skeleton, rules_new_folder(i));
}

static void open_box(const struct settings *settings) {
  outfit = &own_outfit;
  launcher_facts.profiles = &profiles;
  prctl(PR_SET_DUMPABLE, 0);
  if (loop_open() < 0) give_up("epoll and timerfd are not to be had");
  watch_signals();
  cgroups_open();
  if (!cgroups.driver) give_up("%s", cgroups.problem);
  boxes.host_walls = ((1u << WALL_COUNT) - 1) & ~(settings->share_net ? 1u << WALL_NETWORK : 0);
  make_root(settings);
  if (boxes_open(1, 0, &profiles, user_of_box(settings->box) - 1, -1) < 0) give_up("the box cannot be built: %s", strerror(errno));
}

/* All that a run has begun, taken back: also by give_up, wherever it comes from. */
static void close_box(void) {
  if (boxes.list) boxes_close();
  if (cgroups.driver) cgroups_close();
  place_to_caller(running);
}

static void fill_outfit(const struct settings *settings) {
  own_outfit.files[0] = settings->input;
  own_outfit.files[1] = settings->output;
  own_outfit.files[2] = settings->errors;
  own_outfit.errors_to_output = settings->errors_to_output;
  own_outfit.address_space = settings->memory_kb * 1024;
  rules_apply(settings, &own_outfit);
}

int run_program(const struct settings *settings) {
  running = settings;
  when_giving_up(close_box);
  place_to_program(settings);
  fill_outfit(settings);
  open_box(settings);
  ask(settings);
  while (report.state == REPORT_NONE)
    if (serve_turn() < 0) give_up("epoll failed");
  when_giving_up(NULL);
  close_box();
  return report_tell(&report, settings);
}
