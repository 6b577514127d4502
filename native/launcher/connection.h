/* One client: its frames in, ours out. */
#ifndef CUPEL_CONNECTION_H
#define CUPEL_CONNECTION_H

#include <stdbool.h>
#include <sys/types.h>

#include "bytes.h"
#include "loop.h"
#include "protocol.h"
#include "request.h"

#define CONNECTION_MAX 32

struct connection {
  struct watch watch;
  struct buffer in, out;
  bool in_use, greeted, closing, stuck;
};

/* Takes over a connected stream socket. */
void connection_open(int fd);
/* Accepts clients on a listening socket, from `allowed` and root only. */
int connections_listen(int fd, uid_t allowed);
/* How many are open, or may come. The launcher ends when there is none. */
unsigned connections_open_count(void);

/* With a connection that is NULL (its client has gone) nothing is sent. */
void connection_send(struct connection *connection, enum frame_type type, uint32_t run, const void *payload, size_t length);
void connection_send_output(struct connection *connection, uint32_t run, uint32_t stream, const void *bytes, size_t length);
void connection_send_file_end(struct connection *connection, uint32_t run, struct span name, uint32_t status, uint32_t error, uint64_t size);
void connection_refuse(struct connection *connection, uint32_t run, const struct refusal *why);
/* Writes what it can at once: for a frame that somebody is waiting for. Errors are left to the next flush. */
void connection_push(struct connection *connection);
/* Writes what has gathered. Called once after each turn of the loop. */
void connections_flush(void);

#endif
