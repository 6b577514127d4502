/* A proof of our own making. refused: storage size */
#include "../../walls.h"

const struct nobody *wall_order(const struct raising *r);

const struct nobody *wall_order(const struct raising *r) {
  static const struct bounded mine;
  return wall_user(r, &mine);
}
