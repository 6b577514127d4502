#define _GNU_SOURCE
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"
#include "sys.h"

static uint8_t chunk[CHUNK_MAX_BYTES];

/* stdout and stderr */

static void stream_over(struct stream *stream) {
  loop_close(&stream->watch);
  run_advance(stream->run);
}

/* Without credit the pipe fills up and the program waits. Once it is cut there is nothing to wait for. */
static size_t may_read(const struct stream *stream) {
  if (stream->cut || stream->discard || !stream->run->connection) return sizeof chunk;
  return stream->credit < sizeof chunk ? (size_t)stream->credit : sizeof chunk;
}

static void deliver(struct stream *stream, size_t length) {
  uint64_t room = stream->most - (stream->bytes < stream->most ? stream->bytes : stream->most);
  size_t within = length < room ? length : (size_t)room;
  stream->bytes += length;
  if (within && stream->run->connection && !stream->discard) {
    stream->credit -= within;
    connection_send_output(stream->run->connection, stream->run->id, stream->number, chunk, within);
  }
  if (within == length || stream->cut) return;
  stream->cut = true;
  run_kill(stream->run, CAUSE_OUTPUT_LIMIT);
}

void stream_greet(struct stream *stream) {
  char word;
  if (!stream->greeting || stream->watch.fd < 0 || read(stream->watch.fd, &word, 1) != 1) return;
  stream->greeting = false;
  if (stream->run->box && !stream->run->cause_known) run_resumed(stream->run);
}

void stream_rewind(struct stream *stream) {
  loop_close(&stream->watch);
  stream->greeting = false;
}

static void stream_ready(struct watch *watch, uint32_t events) {
  struct stream *stream = OWNER_OF(watch, struct stream, watch);
  (void)events;
  if (stream->greeting) {
    stream_greet(stream);
    /* Its end: the process's own tells what comes of that. */
    if (stream->greeting && events & EPOLLHUP) loop_change(watch, 0);
    return;
  }
  size_t room = may_read(stream);
  if (room == 0) return loop_change(watch, 0);
  ssize_t length = read(watch->fd, chunk, room);
  if (length > 0) return deliver(stream, (size_t)length);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  stream_over(stream);
}

void stream_open(struct stream *stream, struct run *run, uint32_t number, int fd, uint64_t most) {
  stream->watch = (struct watch){-1, stream_ready};
  stream->run = run;
  stream->number = number;
  stream->most = most;
  if (fd >= 0) loop_add(&stream->watch, fd, EPOLLIN);
}

void stream_credit(struct stream *stream, uint64_t bytes) {
  stream->credit += bytes;
  loop_change(&stream->watch, EPOLLIN);
}

void stream_last(struct stream *stream, bool discard) {
  int left = 0;
  stream->discard = discard;
  if (stream->watch.fd < 0) return;
  /* An empty pipe needs no credit to come to its end. */
  if (may_read(stream) == 0 && ioctl(stream->watch.fd, FIONREAD, &left) == 0 && left == 0) loop_close(&stream->watch);
  else loop_change(&stream->watch, EPOLLIN);
}

/* stdin */

static void grant(struct input *input, size_t taken, bool at_once) {
  input->owed += taken;
  if (!input->run->connection || input->owed == 0 || (!at_once && input->owed < INPUT_WINDOW_BYTES / 4)) return;
  uint8_t bytes[4];
  write_u32(bytes, (uint32_t)input->owed);
  connection_send(input->run->connection, FRAME_INPUT_CREDIT, input->run->id, bytes, sizeof bytes);
  input->granted += input->owed;
  input->owed = 0;
}

void input_close(struct input *input) {
  size_t left = input->pending.length;
  loop_close(&input->watch);
  if (input->blob_fd >= 0) close(input->blob_fd);
  input->blob_fd = -1;
  if (input->run->executed || input->run->cause_known) buffer_free(&input->given);
  buffer_free(&input->pending);
  /* A program that reads no further is no error: what still comes is taken and thrown away. */
  grant(input, left, true);
}

/* Copied, not spliced: the pages of the worker's file must not lie in a pipe that the program holds. */
static void feed_blob(struct input *input) {
  ssize_t length = pread(input->blob_fd, chunk, sizeof chunk, input->blob_offset);
  ssize_t written = length > 0 ? write(input->watch.fd, chunk, (size_t)length) : 0;
  if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (written <= 0) return input_close(input);
  input->blob_offset += written;
}

static void input_ready(struct watch *watch, uint32_t events) {
  struct input *input = OWNER_OF(watch, struct input, watch);
  if (events & EPOLLERR) return input_close(input);
  if (input->blob_fd >= 0) return feed_blob(input);
  if (input->pending.length) {
    ssize_t written = write(watch->fd, input->pending.bytes, input->pending.length);
    if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (written < 0) return input_close(input);
    if (!input->run->executed) memcpy(buffer_extend(&input->given, (size_t)written), input->pending.bytes, (size_t)written);
    buffer_drop_front(&input->pending, (size_t)written);
    grant(input, (size_t)written, input->pending.length == 0);
  }
  if (input->pending.length) return;
  if (input->ended) input_close(input);
  else loop_change(watch, 0);
}

void input_rewind(struct input *input) {
  struct buffer pending = input->pending;
  loop_close(&input->watch);
  close_fd(&input->blob_fd);
  input->blob_offset = 0;
  input->pending = input->given;
  input->given = (struct buffer){0};
  if (pending.length) memcpy(buffer_extend(&input->pending, pending.length), pending.bytes, pending.length);
  buffer_free(&pending);
}

void input_prepare(struct input *input, struct run *run) {
  input->watch = (struct watch){-1, input_ready};
  input->run = run;
  input->granted = INPUT_WINDOW_BYTES;
  input->blob_fd = -1;
}

void input_open(struct input *input, int fd) {
  loop_add(&input->watch, fd, EPOLLOUT);
  input_ready(&input->watch, 0);
}

/* Ctrl-D ends a terminal's input where a line begins, and within a line only hands over what was typed: then once more. */
static void type_end(struct input *input) {
  static const uint8_t keys[] = {4, 4};
  size_t count = input->mid_line ? 2 : 1;
  memcpy(buffer_extend(&input->pending, count), keys, count);
}

int input_take(struct input *input, const uint8_t *bytes, size_t length) {
  if (length == 0) input->ended = true;
  else if (input->ended || length > input->granted) return -1;
  input->granted -= length;
  bool taken = input->run->executed || (input->run->box == NULL && !input->run->homeless) || input->watch.fd >= 0;
  if (taken && input->watch.fd < 0) return grant(input, length, true), 0;
  if (length) memcpy(buffer_extend(&input->pending, length), bytes, length);
  else if (input->run->request.stdio[0].kind == STDIO_PTY) type_end(input);
  if (length) input->mid_line = bytes[length - 1] != '\n' && bytes[length - 1] != '\r';
  if (input->watch.fd < 0) return 0;
  loop_change(&input->watch, EPOLLOUT);
  input_ready(&input->watch, 0);
  return 0;
}

/* declared outputs */

void collection_close(struct collection *collection) {
  loop_close(&collection->watch);
  buffer_free(&collection->pending);
  if (collection->collector <= 0) return;
  kill(collection->collector, SIGKILL);
  waitpid(collection->collector, NULL, 0);
  collection->collector = 0;
}

static void collection_finish(struct collection *collection) {
  struct run *run = collection->run;
  collection_close(collection);
  collection->over = true;
  /* A collector that did not come to its end leaves the rest unreadable; the client still gets its answer for each. */
  for (; collection->next < run->request.collect_count; collection->next++)
    connection_send_file_end(run->connection, run->id, run->request.collects[collection->next].name, COLLECT_UNREADABLE, EIO, 0);
  run_advance(run);
}

void collection_fail(struct collection *collection, struct run *run) {
  collection->run = run;
  collection->watch.fd = -1;
  collection_finish(collection);
}

enum step { STEP_TAKEN, STEP_NEEDS_BYTES, STEP_NEEDS_CREDIT, STEP_LAST };

/* The chunk or the end of a file that stands first in what was read. */
static enum step collection_step(struct collection *collection) {
  struct run *run = collection->run;
  struct buffer *pending = &collection->pending;
  if (pending->length < 4) return STEP_NEEDS_BYTES;
  uint32_t length = read_u32(pending->bytes);
  if (collection->next >= run->request.collect_count) {
    run->file_full = length != 0;
    return STEP_LAST;
  }
  if (length == 0) {
    if (pending->length < 20) return STEP_NEEDS_BYTES;
    connection_send_file_end(run->connection, run->id, run->request.collects[collection->next].name, read_u32(pending->bytes + 4),
                             read_u32(pending->bytes + 8), read_u64(pending->bytes + 12));
    collection->next++;
    buffer_drop_front(pending, 20);
    return STEP_TAKEN;
  }
  if (length > CHUNK_MAX_BYTES) return STEP_LAST;
  if (pending->length < 4 + (size_t)length) return STEP_NEEDS_BYTES;
  if (run->connection && collection->credit < length) return STEP_NEEDS_CREDIT;
  if (run->connection) collection->credit -= length;
  connection_send(run->connection, FRAME_FILE_DATA, run->id, pending->bytes + 4, length);
  buffer_drop_front(pending, 4 + (size_t)length);
  return STEP_TAKEN;
}

static void collection_pump(struct collection *collection) {
  enum step step;
  do step = collection_step(collection);
  while (step == STEP_TAKEN);
  if (step == STEP_LAST || (step == STEP_NEEDS_BYTES && collection->ended)) return collection_finish(collection);
  /* While bytes wait for credit the collector waits too; after its end there is nothing to listen for. */
  loop_change(&collection->watch, step == STEP_NEEDS_BYTES ? EPOLLIN : 0);
}

static void collection_ready(struct watch *watch, uint32_t events) {
  struct collection *collection = OWNER_OF(watch, struct collection, watch);
  (void)events;
  ssize_t length = read(watch->fd, chunk, sizeof chunk);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length > 0) memcpy(buffer_extend(&collection->pending, (size_t)length), chunk, (size_t)length);
  else collection->ended = true;
  collection_pump(collection);
}

void collection_open(struct collection *collection, struct run *run, int fd, pid_t collector) {
  collection->watch = (struct watch){-1, collection_ready};
  collection->run = run;
  collection->collector = collector;
  loop_add(&collection->watch, fd, EPOLLIN);
}

void collection_credit(struct collection *collection, uint64_t bytes) {
  collection->credit += bytes;
  if (collection->watch.fd >= 0) collection_pump(collection);
}
