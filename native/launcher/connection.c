#define _GNU_SOURCE
#include "connection.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "artefact.h"
#include "describe.h"
#include "run.h"

#define READ_AT_ONCE (256u << 10)
#define OUT_MOST (256u << 20)

static struct connection connections[CONNECTION_MAX];
static struct watch listening = {.fd = -1};
static uid_t allowed_user;

static void connection_close(struct connection *connection) {
  if (!connection->in_use) return;
  loop_close(&connection->watch);
  buffer_free(&connection->in);
  buffer_free(&connection->out);
  connection->in_use = false;
  loop_change(&listening, EPOLLIN);
  runs_abandon(connection);
  artefacts_release_all(connection);
}

static uint8_t *begin_frame(struct connection *connection, enum frame_type type, uint32_t run, size_t length) {
  uint8_t *at = buffer_extend(&connection->out, FRAME_HEADER_BYTES + length);
  write_u32(at, (uint32_t)length);
  write_u16(at + 4, (uint16_t)type);
  write_u16(at + 6, 0);
  write_u32(at + 8, run);
  return at + FRAME_HEADER_BYTES;
}

void connection_send(struct connection *connection, enum frame_type type, uint32_t run, const void *payload, size_t length) {
  if (!connection) return;
  uint8_t *at = begin_frame(connection, type, run, length);
  if (length) memcpy(at, payload, length);
}

void connection_send_output(struct connection *connection, uint32_t run, uint32_t stream, const void *bytes, size_t length) {
  if (!connection) return;
  uint8_t *at = begin_frame(connection, FRAME_OUTPUT, run, 4 + length);
  write_u32(at, stream);
  memcpy(at + 4, bytes, length);
}

void connection_send_file_end(struct connection *connection, uint32_t run, struct span name, uint32_t status, uint32_t error, uint64_t size) {
  struct buffer fields = {0};
  buffer_put_field(&fields, FILE_NAME, name.at, name.length);
  buffer_put_number(&fields, FILE_STATUS, status);
  buffer_put_number(&fields, FILE_BYTES, size);
  buffer_put_number(&fields, FILE_ERRNO, error);
  connection_send(connection, FRAME_FILE_END, run, fields.bytes, fields.length);
  buffer_free(&fields);
}

void connection_refuse(struct connection *connection, uint32_t run, const struct refusal *why) {
  struct buffer fields = {0};
  buffer_put_number(&fields, REFUSED_CODE, why->code);
  buffer_put_number(&fields, REFUSED_FIELD, why->field);
  buffer_put_text(&fields, REFUSED_DETAIL, why->detail);
  connection_send(connection, FRAME_REFUSED, run, fields.bytes, fields.length);
  buffer_free(&fields);
}

/* Says why and closes as soon as that is written. Always -1, for the caller to return. */
static int break_off(struct connection *connection, uint32_t run, enum refusal_code code, const char *what) {
  struct refusal why;
  refuse(&why, code, 0, "%s", what);
  connection_refuse(connection, run, &why);
  connection->closing = true;
  return -1;
}

static int greet(struct connection *connection, uint16_t type, struct span payload) {
  struct field field;
  uint64_t magic = 0, version = 0;
  while (take_field(&payload, &field) > 0 && field.value.length == 8) {
    if (field.tag == HELLO_MAGIC) magic = read_u64(field.value.at);
    if (field.tag == HELLO_VERSION) version = read_u64(field.value.at);
  }
  if (type != FRAME_HELLO || magic != PROTOCOL_MAGIC) return break_off(connection, 0, REFUSE_MALFORMED, "the first frame must be HELLO");
  if (version != PROTOCOL_VERSION) return break_off(connection, 0, REFUSE_VERSION, "another version of the protocol is spoken here");
  connection->greeted = true;
  struct buffer fields = {0};
  describe_launcher(&fields);
  connection_send(connection, FRAME_WELCOME, 0, fields.bytes, fields.length);
  buffer_free(&fields);
  return 0;
}

static int take_credit(struct connection *connection, uint32_t id, struct span payload) {
  uint32_t stream, bytes;
  if (take_u32(&payload, &stream) < 0 || take_u32(&payload, &bytes) < 0 || payload.length || stream < 1 || stream > COLLECTION_STREAM)
    return break_off(connection, id, REFUSE_MALFORMED, "CREDIT is a stream and a number of bytes");
  struct run *run = run_find(connection, id);
  if (!run) return 0; /* it has ended meanwhile */
  if (stream == COLLECTION_STREAM) collection_credit(&run->collection, bytes);
  else stream_credit(&run->out[stream - 1], bytes);
  return 0;
}

static int take_input(struct connection *connection, uint32_t id, struct span payload) {
  struct run *run = run_find(connection, id);
  if (run && input_take(&run->input, payload.at, payload.length) < 0)
    return break_off(connection, id, REFUSE_MALFORMED, "more INPUT than was granted, or INPUT after its end");
  return 0;
}

static int take_resize(struct connection *connection, uint32_t id, struct span payload) {
  uint32_t rows, columns;
  if (take_u32(&payload, &rows) < 0 || take_u32(&payload, &columns) < 0 || payload.length)
    return break_off(connection, id, REFUSE_MALFORMED, "RESIZE is rows and columns");
  struct run *run = run_find(connection, id);
  if (run) run_resize(run, rows, columns);
  return 0;
}

static int take_small(struct connection *connection, uint16_t type, uint32_t id, struct span payload) {
  struct run *run = run_find(connection, id);
  uint32_t number = 0;
  uint64_t handle = 0;
  bool fits = type == FRAME_SIGNAL ? take_u32(&payload, &number) == 0 && number > 0 && number <= 64
              : type == FRAME_RELEASE ? take_u64(&payload, &handle) == 0
                                      : true;
  if (!fits || payload.length) return break_off(connection, id, REFUSE_MALFORMED, "a frame of the wrong length");
  if (type == FRAME_RELEASE) artefact_release(handle, connection);
  if (type == FRAME_CANCEL && run) run_cancel(run);
  if (type == FRAME_SIGNAL && run) run_signal(run, (int)number);
  if (type == FRAME_USAGE && run) run_report_usage(run);
  if (type == FRAME_STATUS) {
    struct buffer fields = {0};
    describe_state(&fields);
    connection_send(connection, FRAME_STATE, id, fields.bytes, fields.length);
    buffer_free(&fields);
  }
  return 0;
}

static int take_frame(struct connection *connection, uint16_t type, uint32_t id, struct span payload) {
  if (!connection->greeted) return greet(connection, type, payload);
  switch (type) {
    case FRAME_RUN:
      run_ask(connection, id, payload.at, payload.length);
      return 0;
    case FRAME_GROUP:
      group_ask(connection, payload.at, payload.length);
      return 0;
    case FRAME_INPUT:
      return take_input(connection, id, payload);
    case FRAME_CREDIT:
      return take_credit(connection, id, payload);
    case FRAME_CANCEL:
    case FRAME_USAGE:
    case FRAME_RELEASE:
    case FRAME_SIGNAL:
    case FRAME_STATUS:
      return take_small(connection, type, id, payload);
    case FRAME_RESIZE:
      return take_resize(connection, id, payload);
    default:
      return break_off(connection, id, REFUSE_MALFORMED, "unknown type of frame");
  }
}

static void take_frames(struct connection *connection) {
  struct span rest = {connection->in.bytes, connection->in.length};
  while (rest.length >= FRAME_HEADER_BYTES && !connection->closing) {
    uint32_t length = read_u32(rest.at), id = read_u32(rest.at + 8);
    if (length > FRAME_MAX_BYTES || read_u16(rest.at + 6) != 0) {
      break_off(connection, 0, REFUSE_MALFORMED, "a frame that is too long, or no frame at all");
      break;
    }
    if (rest.length < FRAME_HEADER_BYTES + (size_t)length) break;
    struct span payload = {rest.at + FRAME_HEADER_BYTES, length};
    uint16_t type = read_u16(rest.at + 4);
    rest.at += FRAME_HEADER_BYTES + length;
    rest.length -= FRAME_HEADER_BYTES + length;
    take_frame(connection, type, id, payload);
  }
  buffer_drop_front(&connection->in, connection->in.length - rest.length);
}

void connection_push(struct connection *connection) {
  if (!connection || connection->stuck || !connection->out.length) return;
  ssize_t sent = send(connection->watch.fd, connection->out.bytes, connection->out.length, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) buffer_drop_front(&connection->out, (size_t)sent);
}

static void flush(struct connection *connection) {
  while (connection->in_use && connection->out.length) {
    ssize_t sent = send(connection->watch.fd, connection->out.bytes, connection->out.length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) return connection_close(connection);
    if (sent > 0) buffer_drop_front(&connection->out, (size_t)sent);
    if (connection->out.length > OUT_MOST) return connection_close(connection); /* asks and asks and never reads */
    bool stuck = connection->out.length > 0;
    if (stuck != connection->stuck) loop_change(&connection->watch, stuck ? EPOLLIN | EPOLLOUT : EPOLLIN);
    connection->stuck = stuck;
    if (stuck) return;
  }
  if (connection->closing) connection_close(connection);
}

static void connection_ready(struct watch *watch, uint32_t events) {
  struct connection *connection = OWNER_OF(watch, struct connection, watch);
  (void)events;
  for (;;) {
    uint8_t *at = buffer_extend(&connection->in, READ_AT_ONCE);
    ssize_t length = recv(watch->fd, at, READ_AT_ONCE, MSG_DONTWAIT);
    connection->in.length -= READ_AT_ONCE - (length > 0 ? (size_t)length : 0);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0 && errno == EAGAIN) return;
    if (length <= 0) return connection_close(connection);
    take_frames(connection);
    if (connection->closing || (size_t)length < READ_AT_ONCE) return;
  }
}

void connection_open(int fd) {
  for (unsigned i = 0; i < CONNECTION_MAX; i++) {
    struct connection *connection = &connections[i];
    if (connection->in_use) continue;
    *connection = (struct connection){.in_use = true, .watch = {-1, connection_ready}};
    if (loop_add(&connection->watch, fd, EPOLLIN) < 0) connection_close(connection);
    return;
  }
  close(fd);
}

static void accept_client(struct watch *watch, uint32_t events) {
  struct ucred peer;
  socklen_t length = sizeof peer;
  (void)events;
  int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC);
  /* Out of descriptors: no further client until one has gone, or this would be called again at once. */
  if (fd < 0) return errno == EAGAIN || errno == EINTR || errno == ECONNABORTED ? (void)0 : loop_change(watch, 0);
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && (peer.uid == allowed_user || peer.uid == geteuid())) connection_open(fd);
  else close(fd);
}

int connections_listen(int fd, uid_t allowed) {
  allowed_user = allowed;
  listening.ready = accept_client;
  return loop_add(&listening, fd, EPOLLIN);
}

unsigned connections_open_count(void) {
  unsigned count = listening.fd >= 0;
  for (unsigned i = 0; i < CONNECTION_MAX; i++) count += connections[i].in_use;
  return count;
}

void connections_flush(void) {
  for (unsigned i = 0; i < CONNECTION_MAX; i++)
    if (connections[i].in_use && (connections[i].out.length || connections[i].closing)) flush(&connections[i]);
}
