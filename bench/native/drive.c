/*
 * drive LAUNCHER RUNS AT_ONCE PROGRAM_FILE [ARG...]
 *
 * Speaks to the launcher as the product does, without the product: RUNS runs of ARG..., AT_ONCE of them under way, each
 * from its RUN frame to its EVIDENCE. PROGRAM_FILE, unless it is "-", is sent along with each as /box/program. Prints
 * "elapsed NS", then one line for each run: its nanoseconds from request to evidence, and what the launcher says that
 * building the box, starting and clearing up took. A run with a wall missing, or one that does not end with code 0,
 * ends it all.
 *
 * With TEMPLATE in the environment each run asks for that template, which the launcher boots before it begins; how many of
 * the runs were cold ones all the same is said on stderr. PAUSE is the number of milliseconds between two runs.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "protocol.h"

enum { LAUNCHER_FD = 3, AT_ONCE_MOST = 256 };

struct frame {
  uint8_t *bytes;
  size_t length, room;
};

struct times {
  uint64_t total, box, start, end;
};

static size_t cold_runs;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static void put(struct frame *frame, const void *bytes, size_t length) {
  if (frame->length + length > frame->room) {
    frame->room = (frame->length + length) * 2;
    frame->bytes = realloc(frame->bytes, frame->room);
    if (!frame->bytes) fail("realloc");
  }
  memcpy(frame->bytes + frame->length, bytes, length);
  frame->length += length;
}

static void put_u32(struct frame *frame, uint32_t value) {
  put(frame, &value, sizeof value);
}

/* On the machines that Cupel is for, the wire's byte order is the processor's. */
static void begin(struct frame *frame, uint16_t type, uint32_t run) {
  frame->length = 0;
  put_u32(frame, 0);
  put_u32(frame, type);
  put_u32(frame, run);
}

static void field(struct frame *frame, uint16_t tag, const void *bytes, size_t length) {
  put_u32(frame, tag);
  put_u32(frame, (uint32_t)length);
  put(frame, bytes, length);
}

static void number(struct frame *frame, uint16_t tag, uint64_t value) {
  field(frame, tag, &value, sizeof value);
}

static void finish(struct frame *frame) {
  const uint32_t length = (uint32_t)(frame->length - FRAME_HEADER_BYTES);
  memcpy(frame->bytes, &length, sizeof length);
}

static void send_all(int socket, const struct frame *frame) {
  for (size_t sent = 0; sent < frame->length;) {
    const ssize_t written = write(socket, frame->bytes + sent, frame->length - sent);
    if (written < 0) fail("the launcher takes no frame");
    sent += (size_t)written;
  }
}

static void read_all(int socket, void *into, size_t length) {
  for (size_t got = 0; got < length;) {
    const ssize_t bytes = read(socket, (uint8_t *)into + got, length - got);
    if (bytes <= 0) fail("the launcher is gone");
    got += (size_t)bytes;
  }
}

/* Returns the type of the next frame; its payload is in `frame`. */
static uint16_t receive(int socket, struct frame *frame, uint32_t *run) {
  uint32_t header[3];
  read_all(socket, header, sizeof header);
  frame->length = 0;
  if (header[0] > frame->room) {
    free(frame->bytes);
    frame->room = header[0];
    frame->bytes = malloc(frame->room);
    if (!frame->bytes) fail("malloc");
  }
  read_all(socket, frame->bytes, header[0]);
  frame->length = header[0];
  *run = header[2];
  return (uint16_t)header[1];
}

static uint64_t find(const struct frame *frame, uint16_t wanted, uint64_t otherwise) {
  for (size_t at = 0; at + FIELD_HEADER_BYTES <= frame->length;) {
    uint32_t head[2];
    memcpy(head, frame->bytes + at, sizeof head);
    at += FIELD_HEADER_BYTES;
    uint64_t value = 0;
    if (head[0] == wanted && head[1] <= sizeof value) {
      memcpy(&value, frame->bytes + at, head[1]);
      return value;
    }
    at += head[1];
  }
  return otherwise;
}

/* The limits of a plain run; the ends of both outputs are pipes that the launcher reads. */
static void ask(struct frame *frame, char **arguments, const struct frame *program) {
  begin(frame, FRAME_RUN, 0);
  field(frame, RUN_PROFILE, "judge", 5);
  const char *template = getenv("TEMPLATE");
  if (template) field(frame, RUN_WARM, template, strlen(template));
  for (char **argument = arguments; *argument; argument++) field(frame, RUN_ARG, *argument, strlen(*argument));
  if (program->length > 0) field(frame, RUN_FILE, program->bytes, program->length);
  const uint32_t stdio[3][2] = {{0, STDIO_NULL}, {1, STDIO_PIPE}, {2, STDIO_PIPE}};
  for (size_t i = 0; i < 3; i++) field(frame, RUN_STDIO, stdio[i], sizeof stdio[i]);
  number(frame, RUN_MODE, MODE_STRICT);
  number(frame, RUN_WALL_TIME, 30000000000u);
  number(frame, RUN_CPU_TIME, 10000000000u);
  number(frame, RUN_MEMORY, 256u << 20);
  number(frame, RUN_PROCESSES, 64);
  number(frame, RUN_SCRATCH_BYTES, 64u << 20);
  number(frame, RUN_SCRATCH_INODES, 4096);
  number(frame, RUN_STDOUT_BYTES, 1u << 20);
  number(frame, RUN_STDERR_BYTES, 1u << 20);
  number(frame, RUN_FILE_SIZE, 64u << 20);
  number(frame, RUN_OPEN_FILES, 256);
  number(frame, RUN_STACK, 64u << 20);
  number(frame, RUN_CORES, 1000);
  finish(frame);
}

static void load_program(struct frame *program, const char *path) {
  static const char name[] = "program";
  struct stat status;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &status) < 0) fail(path);
  put_u32(program, 0755);
  put_u32(program, sizeof name - 1);
  put(program, name, sizeof name - 1);
  uint8_t *bytes = malloc((size_t)status.st_size);
  if (!bytes) fail("malloc");
  read_all(file, bytes, (size_t)status.st_size);
  put(program, bytes, (size_t)status.st_size);
  free(bytes);
  close(file);
}

static int start_launcher(const char *path, pid_t *process) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) fail("socketpair");
  *process = fork();
  if (*process < 0) fail("fork");
  if (*process == 0) {
    if (ends[1] == LAUNCHER_FD) fcntl(LAUNCHER_FD, F_SETFD, 0);
    else dup2(ends[1], LAUNCHER_FD);
    execl(path, path, "--fd", "3", getenv("TEMPLATE") ? "--templates-ahead" : "--cold", (char *)NULL);
    fail(path);
  }
  close(ends[1]);
  return ends[0];
}

static void greet(int socket, struct frame *frame) {
  uint32_t run;
  begin(frame, FRAME_HELLO, 0);
  number(frame, HELLO_MAGIC, PROTOCOL_MAGIC);
  number(frame, HELLO_VERSION, PROTOCOL_VERSION);
  finish(frame);
  send_all(socket, frame);
  if (receive(socket, frame, &run) != FRAME_WELCOME) fail("no welcome");
}

static void send_run(int socket, struct frame *request, uint32_t run) {
  memcpy(request->bytes + 8, &run, sizeof run);
  send_all(socket, request);
  static struct frame credit;
  for (uint32_t stream = 1; stream <= 2; stream++) {
    begin(&credit, FRAME_CREDIT, run);
    put_u32(&credit, stream);
    put_u32(&credit, 1u << 20);
    finish(&credit);
    send_all(socket, &credit);
  }
}

/* Waits for the next evidence and returns the number of its run. */
static uint32_t next_evidence(int socket, struct frame *frame, struct times *times) {
  uint32_t run;
  uint16_t type;
  while ((type = receive(socket, frame, &run)) != FRAME_EVIDENCE)
    if (type == FRAME_REFUSED) {
      fprintf(stderr, "refused: %.*s\n", (int)frame->length, (const char *)frame->bytes);
      exit(1);
    }
  if (find(frame, EV_EXIT_CODE, UINT64_MAX) != 0 || find(frame, EV_MISSING, 0) != 0) {
    fprintf(stderr, "a run ended with code %lld, cause %llu, missing walls 0x%llx\n",
            (long long)find(frame, EV_EXIT_CODE, UINT64_MAX), (unsigned long long)find(frame, EV_CAUSE, 0),
            (unsigned long long)find(frame, EV_MISSING, 0));
    exit(1);
  }
  cold_runs += find(frame, EV_WARM, 0) == 0;
  *times = (struct times){0, find(frame, EV_T_BOX, 0), find(frame, EV_T_START, 0), find(frame, EV_T_END, 0)};
  return run;
}

int main(int count, char **arguments) {
  if (count < 6) return 2;
  const size_t runs = strtoul(arguments[2], NULL, 10), at_once = strtoul(arguments[3], NULL, 10);
  if (runs == 0 || at_once == 0 || at_once > AT_ONCE_MOST || at_once > runs) return 2;
  struct frame request = {0}, frame = {0}, program = {0};
  if (strcmp(arguments[4], "-") != 0) load_program(&program, arguments[4]);
  struct times *times = calloc(runs, sizeof *times);
  if (!times) fail("calloc");
  pid_t launcher;
  const int socket = start_launcher(arguments[1], &launcher);
  greet(socket, &frame);
  ask(&request, arguments + 5, &program);

  uint64_t asked[AT_ONCE_MOST];
  size_t begun = 0, done = 0;
  const unsigned pause_ms = getenv("PAUSE") ? (unsigned)atoi(getenv("PAUSE")) : 0;
  const uint64_t first = now_ns();
  while (done < runs) {
    uint32_t slot = (uint32_t)begun;
    if (begun >= at_once) {
      slot = next_evidence(socket, &frame, &times[done]) - 1;
      times[done].total = now_ns() - asked[slot];
      done++;
    }
    if (begun >= runs) continue;
    if (pause_ms) usleep(pause_ms * 1000);
    asked[slot] = now_ns();
    send_run(socket, &request, slot + 1);
    begun++;
  }
  printf("elapsed %llu\n", (unsigned long long)(now_ns() - first));
  for (size_t i = 0; i < runs; i++)
    printf("%llu %llu %llu %llu\n", (unsigned long long)times[i].total, (unsigned long long)times[i].box,
           (unsigned long long)times[i].start, (unsigned long long)times[i].end);
  if (getenv("TEMPLATE") && cold_runs) fprintf(stderr, "%zu of %zu runs were cold\n", cold_runs, runs);
  close(socket);
  return waitpid(launcher, NULL, 0) == launcher ? 0 : 1;
}
