/* The control: as child.c does it, and it compiles. */
#include "../../walls.h"

void wall_order(struct raising *r, const struct apart *apart, const struct request *request, const int stdio[3], char *const none[]);

void wall_order(struct raising *r, const struct apart *apart, const struct request *request, const int stdio[3], char *const none[]) {
  int listener_fd;
  const struct furnished *furnished = furnish(r, apart, request, -1, -1);
  const struct bounded *bounded = wall_rlimits(r, furnished, &request->limits);
  const struct nobody *nobody = wall_user(r, bounded);
  const struct powerless *powerless = wall_capabilities(r, nobody);
  const struct sworn *sworn = wall_no_new_privileges(r, powerless);
  const struct equipped *equipped = equip(r, sworn, stdio, request);
  const struct filtered *filtered = wall_seccomp(r, equipped, &listener_fd);
  execute(r, filtered, listener_fd, none, none);
}
