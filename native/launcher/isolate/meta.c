#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include "isolate.h"

static FILE *meta;
static void (*undo_begun)(void);

/* Going from root to another user takes the capabilities over files with it, and coming back brings them. */
void files_as(const struct settings *settings) {
  setfsgid(settings->group);
  setfsuid(settings->user);
}

void files_as_root(void) {
  setfsuid(geteuid());
  setfsgid(getegid());
}

void meta_open(const struct settings *settings) {
  if (!settings->meta) return;
  if (!strcmp(settings->meta, "-")) {
    meta = stdout;
    return;
  }
  files_as(settings);
  int fd = open(settings->meta, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
  int error = errno;
  files_as_root();
  if (fd < 0 || !(meta = fdopen(fd, "w"))) give_up("the meta file %s cannot be written: %s", settings->meta, strerror(error));
}

void meta_add(const char *format, ...) {
  va_list arguments;
  if (!meta) return;
  va_start(arguments, format);
  vfprintf(meta, format, arguments);
  va_end(arguments);
  fputc('\n', meta);
}

void meta_close(void) {
  FILE *file = meta;
  meta = NULL;
  if (file && fflush(file) == EOF) give_up("the meta file cannot be written: %s", strerror(errno));
}

void when_giving_up(void (*undo)(void)) { undo_begun = undo; }

/* One line, whatever it is made of: each line of the meta file is a fact. */
static void flatten(char *text) {
  for (; *text; text++)
    if ((unsigned char)*text < ' ') *text = ' ';
}

_Noreturn void give_up(const char *format, ...) {
  char sentence[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  flatten(sentence);
  fprintf(stderr, "isolate: %s\n", sentence);
  meta_add("status:XX\nmessage:%s", sentence);
  FILE *file = meta;
  meta = NULL;
  if (file) fflush(file);
  void (*undo)(void) = undo_begun;
  undo_begun = NULL;
  if (undo) undo();
  exit(2);
}
