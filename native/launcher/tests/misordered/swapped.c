/* Capabilities before the user. refused: incompatible-pointer-types */
#include "../../walls.h"

const struct sworn *wall_order(const struct raising *r, const struct bounded *bounded);

const struct sworn *wall_order(const struct raising *r, const struct bounded *bounded) {
  const struct powerless *powerless = wall_capabilities(r, bounded);
  const struct nobody *nobody = wall_user(r, powerless);
  return wall_no_new_privileges(r, nobody);
}
