/* The program without its filter. refused: incompatible-pointer-types */
#include "../../walls.h"

void wall_order(const struct raising *r, const struct equipped *equipped, char *const none[]);

void wall_order(const struct raising *r, const struct equipped *equipped, char *const none[]) { execute(r, equipped, -1, none, none); }
