/* No wall_rlimits. refused: incompatible-pointer-types */
#include "../../walls.h"

const struct nobody *wall_order(const struct raising *r, const struct furnished *furnished);

const struct nobody *wall_order(const struct raising *r, const struct furnished *furnished) { return wall_user(r, furnished); }
