/* The filter before files and descriptors are in place. refused: incompatible-pointer-types */
#include "../../walls.h"

const struct filtered *wall_order(const struct raising *r, const struct sworn *sworn, int *listener_fd);

const struct filtered *wall_order(const struct raising *r, const struct sworn *sworn, int *listener_fd) {
  return wall_seccomp(r, sworn, listener_fd);
}
