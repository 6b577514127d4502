/*
 * Templates: interpreters that have booted before any program came. Each is a process of ours that holds no stranger's
 * byte (native/warm); it makes keepers, and what those fork into boxes goes on as the program instead of calling exec.
 *
 * One is started when programs that it can serve come for the second time, and ends with the launcher. Where there is none,
 * where it has died, or where a program wants something that only a fresh interpreter can give, the run is a cold one.
 */
#ifndef CUPEL_TEMPLATES_H
#define CUPEL_TEMPLATES_H

#include "box.h"
#include "request.h"

struct booted {
  struct template *template;
  pid_t pid; /* 0: none */
  bool ready;
  struct watch socket, exit;
};

/* One of its two processes serves. Of the other, which has a hash seed of its own, it takes the place when that has booted. */
struct template {
  const struct template_plan *plan;
  struct booted process[2], *serving;
  unsigned wishes, generation, served;
  uint64_t wanted_at, retry_at, since;
};

extern struct template templates[TEMPLATE_MAX];
extern unsigned template_count;

/* `cold`: there are none. `ahead`: all are started at once. */
void templates_open(const struct profiles *profiles, bool cold, bool ahead);
/* Whether one has been started and is neither ready nor gone. */
bool templates_boot(void);
bool template_ready(const struct template *template);
unsigned templates_processes(void);
/* How long one serves before another takes its place: none of its programs can foretell the seed of later ones. */
extern uint64_t template_age;
void templates_tick(uint64_t now);
uint64_t templates_deadline(void);
/* The one that may serve this run, which is thereby wanted; NULL where there is none. Of a pool, run->kind says it. */
struct template *template_for(struct run *run, bool in_group);
/* 0 when a keeper was asked for: box_keeper_made tells the end. `socket` is the keeper's end of its socket. */
int template_ask(struct template *template, const struct box *box, int socket);
void templates_close(void);

#endif
