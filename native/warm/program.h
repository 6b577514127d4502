/* A forked interpreter's way from the end of the walls to the program's first line, and from its last to the process's end. */
#ifndef CUPEL_PROGRAM_H
#define CUPEL_PROGRAM_H

#include <stdbool.h>

#include "capi.h"

/* In the template: takes from what python.py has made ready. False where this interpreter is not as expected. */
bool program_ready(object *globals);

/* In the box. `skip` words of argv stand before the program's own, whose file has the absolute name `path`. */
void program_begin(char *const argv[], int skip, char *const envp[], const char *path);

#endif
