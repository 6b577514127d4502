/*
 * What a box may be given by whoever starts the process that builds it, and never by a frame: folders of the host, descriptors,
 * a limit of address space. The launcher has none of it (`outfit` stays NULL there); the command line of IOI (isolate/) sets it
 * once, before the processes that build and enter the box are forked.
 */
#ifndef CUPEL_OUTFIT_H
#define CUPEL_OUTFIT_H

#include <stdbool.h>
#include <stdint.h>

#include "walls.h"

#define OUTFIT_MOUNTS 64
#define OUTFIT_PATH 256

/* A detached mount, made while the caller's own rights decided what may be reached, and where it goes in the box. */
struct outfit_mount {
  int fd;
  char target[OUTFIT_PATH]; /* relative to the root of the box */
};

struct outfit {
  struct outfit_mount mounts[OUTFIT_MOUNTS];
  unsigned mount_count;
  const char *files[3]; /* for descriptors 0 to 2: opened in the box, as its user; NULL: as we have them */
  bool errors_to_output;
  uint64_t address_space; /* bytes for each process; 0: no limit */
};

extern const struct outfit *outfit;

/* In init, before it enters the root: index of the mount that failed, or -1. */
int outfit_mount(const char *root);
/* In the half-built child, in /box and as its user. */
void outfit_descriptors(const struct raising *r);

#endif
