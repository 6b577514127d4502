/* What is built from native/warm. */
#ifndef CUPEL_LIBRARIES_H
#define CUPEL_LIBRARIES_H

#include "bytes.h"

/* Of length 0 where there is none of that name. */
struct span library_find(const char *name);

#endif
