/*
 * How a forked interpreter leaves early. What CPython does when it ends is right and seen by the program, until the last of
 * the program's objects is gone; what follows takes down the interpreter itself, type by type and string by string, and so
 * copies nearly every page that is shared with the template, for memory that the kernel takes back in one piece.
 */
#ifndef CUPEL_FINISH_H
#define CUPEL_FINISH_H

/* Makes the call of `function` that is under way return `result` to its caller, now. Returns where it cannot. */
void finish_call(void *function, long result);

#endif
