/* One turn of everything that is under way: events, deadlines, frames. */
#ifndef CUPEL_SERVE_H
#define CUPEL_SERVE_H

/* -1 when there is no going on. */
int serve_turn(void);

#endif
