/*
 * Without root: the launcher moves into a user namespace of its own, in which it is root and the ids of its boxes are those
 * of the caller's range in /etc/subuid and /etc/subgid. All that follows is the same code. What an ordinary user has not
 * been granted (sub-ids, a delegated cgroup) is a wall that cannot be raised, and the problem says what grants it.
 */
#ifndef CUPEL_ROOTLESS_H
#define CUPEL_ROOTLESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* First of the ids of the boxes as seen inside; those of the profiles are root's to give. */
#define ROOTLESS_FIRST_USER 3000000u

/* For an ordinary user: does not return where it could enter; this very program then begins again, inside. */
void rootless_enter(char **argv);
/* Whether this process is an ordinary user's, inside such a namespace or still outside of it. */
bool rootless(void);
/* How many ids there are for boxes. */
unsigned rootless_ids(void);
/* What an administrator types so that the user who started us may have a user id for each box. */
void rootless_explain_ids(char *text, size_t room);
/* A folder that only this user writes, for locks. */
int rootless_lock_folder(char *path, size_t room);

/* The cgroup v2 below which this user may make others, with every process that stood in it moved to a leaf; false and why. */
bool rootless_cgroup(char *path, size_t room, char *problem, size_t problem_room);
/* Moves them back, where nobody needs the leaf any more. */
void rootless_cgroup_return(const char *path);

#endif
