/* The same wall twice, one after the other. refused: incompatible-pointer-types */
#include "../../walls.h"

const struct nobody *wall_order(const struct raising *r, const struct bounded *bounded);

const struct nobody *wall_order(const struct raising *r, const struct bounded *bounded) { return wall_user(r, wall_user(r, bounded)); }
