/*
 * The part of a box that is the same for all: made once, when the launcher starts, on a tmpfs in the launcher's private
 * mount namespace, where nothing else on the host can see or change it.
 */
#ifndef CUPEL_SKELETON_H
#define CUPEL_SKELETON_H

#include <stddef.h>

#include "profile.h"

/* Leaves the host's mount namespace for good. 0, or -1 with a sentence in `problem`. */
int skeleton_make(struct profiles *profiles, char *problem, size_t room);

/* The nodes in /dev of a box. Without root nodes cannot be made: those of the host are then mounted over empty files. */
#define SKELETON_DEVICES 6
extern const char *const skeleton_devices[SKELETON_DEVICES];

/* Reads the runtimes' files in a process of its own, so that their pages are charged to the launcher and to no run. */
void skeleton_preread(const struct profiles *profiles);

#endif
