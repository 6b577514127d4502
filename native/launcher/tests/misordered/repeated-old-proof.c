/* The same wall twice, with the proof that is still at hand. refused: unused-result */
#include "../../walls.h"

const struct nobody *wall_order(const struct raising *r, const struct bounded *bounded);

const struct nobody *wall_order(const struct raising *r, const struct bounded *bounded) {
  wall_user(r, bounded);
  return wall_user(r, bounded);
}
