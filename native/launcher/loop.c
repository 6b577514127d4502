#define _GNU_SOURCE
#include "loop.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BATCH 64

static int epoll_fd = -1;
static struct watch timer = {.fd = -1};
static uint64_t timer_set_to;

static void drain_timer(struct watch *watch, uint32_t events) {
  (void)events;
  uint64_t count;
  timer_set_to = 0;
  while (read(watch->fd, &count, sizeof count) > 0) continue;
}

int loop_open(void) {
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  timer.ready = drain_timer;
  return epoll_fd < 0 || fd < 0 ? -1 : loop_add(&timer, fd, EPOLLIN);
}

int loop_add(struct watch *watch, int fd, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = watch};
  watch->fd = fd;
  return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

/* No events means none at all: a hang-up cannot be masked, and would be told again and again. */
void loop_change(struct watch *watch, uint32_t events) {
  struct epoll_event event = {.events = events, .data.ptr = watch};
  if (watch->fd < 0) return;
  if (events == 0) epoll_ctl(epoll_fd, EPOLL_CTL_DEL, watch->fd, NULL);
  else if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, watch->fd, &event) < 0 && errno == ENOENT) epoll_ctl(epoll_fd, EPOLL_CTL_ADD, watch->fd, &event);
}

int loop_release(struct watch *watch) {
  int fd = watch->fd;
  /* Explicitly: a copy of the descriptor in another process would keep its events coming. */
  if (fd >= 0) epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
  watch->fd = -1;
  return fd;
}

void loop_close(struct watch *watch) {
  int fd = loop_release(watch);
  if (fd >= 0) close(fd);
}

static void set_timer(uint64_t deadline) {
  if (deadline == timer_set_to) return;
  struct itimerspec when = {.it_value = {.tv_sec = (time_t)(deadline / 1000000000u), .tv_nsec = (long)(deadline % 1000000000u)}};
  timerfd_settime(timer.fd, TFD_TIMER_ABSTIME, &when, NULL);
  timer_set_to = deadline;
}

int loop_turn(uint64_t deadline) {
  struct epoll_event events[BATCH];
  set_timer(deadline);
  int count = epoll_wait(epoll_fd, events, BATCH, -1);
  if (count < 0) return errno == EINTR ? 0 : -1;
  for (int i = 0; i < count; i++) {
    struct watch *watch = events[i].data.ptr;
    /* An earlier event of this batch may have closed it. */
    if (watch->fd >= 0) watch->ready(watch, events[i].events);
  }
  return 0;
}
