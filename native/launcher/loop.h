/* The event loop: epoll over watches, one timer for the earliest deadline. Single-threaded; nothing in it may block. */
#ifndef CUPEL_LOOP_H
#define CUPEL_LOOP_H

#include <stdint.h>

/*
 * A descriptor and what to do when it is ready. Lives inside the thing that it belongs to, which is never freed while
 * the loop is handing out events of the same batch; `fd` is -1 while nothing is watched.
 */
struct watch {
  int fd;
  void (*ready)(struct watch *watch, uint32_t events);
};

int loop_open(void);
int loop_add(struct watch *watch, int fd, uint32_t events);
void loop_change(struct watch *watch, uint32_t events);
/* Stops watching and closes the descriptor. */
void loop_close(struct watch *watch);
/* Stops watching; the descriptor is the caller's again. */
int loop_release(struct watch *watch);

/* Handles what is ready, or waits until `deadline` (monotonic ns, 0: for ever). Returns -1 when epoll itself fails. */
int loop_turn(uint64_t deadline);

#define OWNER_OF(watch, type, member) ((type *)((char *)(watch) - offsetof(type, member)))

#endif
