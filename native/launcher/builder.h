/*
 * A process that makes the inits of the boxes, as children of the launcher (CLONE_PARENT). Making a network namespace takes
 * the kernel half a millisecond and more, in which the launcher's loop would do nothing for the runs that are under way.
 */
#ifndef CUPEL_BUILDER_H
#define CUPEL_BUILDER_H

#include "box.h"

int builder_open(void);
/* 0 when it was asked: box_init_made tells the end. `socket` is init's end of its socket, and stays the caller's. */
int builder_ask(struct box *box, int socket);
void builder_close(void);

#endif
