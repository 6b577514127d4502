/*
 * What a compile left behind, kept as mounts in a mount namespace of its own that no box is ever copied from.
 * (A detached mount would be simpler, but cannot be cloned on Debian's 6.1 kernel, nor on any once its namespace died.)
 */
#ifndef CUPEL_ARTEFACT_H
#define CUPEL_ARTEFACT_H

#include <stdbool.h>
#include <stdint.h>

int artefacts_open(void);
/* Mounts it at /program of a box that this mount namespace belongs to, and in which nothing of a stranger's runs yet. */
int artefact_place(uint64_t handle, int space);
/* Takes the mount behind `mount_fd` for `owner` (a connection: nobody else can use it); a handle, or 0 with errno. */
uint64_t artefact_keep(int mount_fd, const void *owner);
/* A read-only mount for one box: a descriptor, or -1 with errno. */
int artefact_mount(uint64_t handle);
bool artefact_exists(uint64_t handle, const void *owner);
void artefact_release(uint64_t handle, const void *owner);
void artefacts_release_all(const void *owner);
unsigned artefacts_count(void);

#endif
