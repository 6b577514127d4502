/* A keeper that never joined its cgroups. refused: incompatible-pointer-types */
#include "../../walls.h"

const struct numbered *wall_order(const struct raising *r, int init_pidfd);

const struct numbered *wall_order(const struct raising *r, int init_pidfd) { return wall_pid(r, r, init_pidfd); }
