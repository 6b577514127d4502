/*
 * The terminal of a run: a pty on a devpts of the box's own, mounted only where a run asks for one. Nothing in the box can
 * open a second (the devpts has room for one, and its ptmx is nobody's), and the host's terminals are never in sight.
 */
#ifndef CUPEL_TERMINAL_H
#define CUPEL_TERMINAL_H

#include "request.h"
#include "walls.h"

/* In the half-built child, while it may mount: hands the master to the launcher, returns the program's side. */
int terminal_open(const struct raising *r, const struct request_stdio *size);
/* As the leader of its session: from here on the keys of `fd` reach it as signals. */
void terminal_take(const struct raising *r, int fd);

/* In the launcher, on the master. */
void terminal_resize(int master, uint32_t rows, uint32_t columns);
/* Whether the signal is one that a key sends; those the kernel hands to the foreground group. */
bool terminal_signal(int master, int number);

#endif
