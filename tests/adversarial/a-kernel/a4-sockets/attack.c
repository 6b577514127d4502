/*
 * id: A4
 * attack: opens a socket of every address family and every netlink protocol (vsock reaches the machine's host past any
 *   network namespace)
 * walls: seccomp
 * effect: a socket other than unix, IPv4, IPv6 or route netlink
 * verdict: AC
 */
#include "facts.h"

#include <sys/socket.h>

#define FAMILIES 47
#define NETLINK_PROTOCOLS 24

int main(void) {
  const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
  for (int family = 0; family < FAMILIES; family++) {
    int protocols = family == AF_NETLINK ? NETLINK_PROTOCOLS : 1;
    for (int protocol = 0; protocol < protocols; protocol++) {
      int opened = -1;
      for (unsigned type = 0; type < 4 && opened < 0; type++) opened = socket(family, types[type], protocol);
      const char *why = opened < 0 ? strerrorname_np(errno) : "";
      printf("{\"attempt\":\"socket\",\"family\":%d,\"protocol\":%d,\"result\":%d,\"errno\":\"%s\"}\n", family, protocol, opened, why);
      if (opened >= 0) close(opened);
    }
  }
  return 0;
}
