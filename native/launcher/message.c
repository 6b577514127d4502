#define _GNU_SOURCE
#include "message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
  char bytes[CMSG_SPACE(sizeof(int) * MESSAGE_MAX_FDS)];
  struct cmsghdr align;
};

int message_pair(int pair[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair); }

int message_send(int socket, const struct message *message, const struct message_fds *fds) {
  struct iovec bytes = {(void *)message, sizeof *message};
  struct msghdr header = {.msg_iov = &bytes, .msg_iovlen = 1};
  union control control;
  if (fds && fds->count) {
    memset(&control, 0, sizeof control);
    header.msg_control = control.bytes;
    header.msg_controllen = CMSG_SPACE(sizeof(int) * fds->count);
    struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
    if (!rights) return errno = EINVAL, -1;
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int) * fds->count);
    memcpy(CMSG_DATA(rights), fds->fds, sizeof(int) * fds->count);
  }
  ssize_t sent;
  do sent = sendmsg(socket, &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)sizeof *message ? 0 : -1;
}

static void take_rights(struct msghdr *header, struct message_fds *fds) {
  for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    unsigned count = (unsigned)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (unsigned i = 0; i < count; i++) {
      int fd;
      memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
      if (fds && fds->count < MESSAGE_MAX_FDS) fds->fds[fds->count++] = fd;
      else close(fd);
    }
  }
}

int message_receive(int socket, struct message *message, struct message_fds *fds, int flags) {
  struct iovec bytes = {message, sizeof *message};
  union control control;
  struct msghdr header = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  if (fds) fds->count = 0;
  ssize_t length;
  do length = recvmsg(socket, &header, flags | MSG_CMSG_CLOEXEC);
  while (length < 0 && errno == EINTR);
  if (length < 0) return errno == ECONNRESET ? 0 : -1;
  if (length == 0) return 0;
  take_rights(&header, fds);
  if (length != (ssize_t)sizeof *message) {
    errno = EPROTO;
    return -1;
  }
  message->fd_count = fds ? fds->count : 0;
  message->detail[sizeof message->detail - 1] = 0;
  return 1;
}
