/*
 * Trees that strangers have filled, walked by root. Every step is by descriptor and follows no link; nothing else has a
 * path into such a tree while it is walked, and what is found to belong to somebody unexpected is left alone.
 */
#ifndef CUPEL_ISOLATE_TREE_H
#define CUPEL_ISOLATE_TREE_H

#include <stdbool.h>
#include <sys/types.h>

/* Hands what is `from`'s below the folder, and the folder, to somebody else; 0, or -1 with errno. */
int tree_give(int folder, uid_t from, uid_t user, gid_t group);
/* Removes what is neither file nor folder. */
int tree_remove_special(int folder);
/* Empties the folder, however deep it is. */
int tree_empty(int folder);

#endif
