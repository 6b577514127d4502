/*
 * Profiles: what a box consists of, before anybody knows which program will run in it. Read once at start, from the
 * text built into the launcher or from a file that only root can have written; a frame can name a profile and nothing else.
 */
#ifndef CUPEL_PROFILE_H
#define CUPEL_PROFILE_H

#include <stdbool.h>
#include <sys/types.h>

#define PROFILE_MAX 16
#define PROFILE_MAX_LINES 64
#define PROFILE_NAME_BYTES 32

struct profile {
  char name[PROFILE_NAME_BYTES];
  char hostname[PROFILE_NAME_BYTES];
  const char *image; /* folder that stands for the host's root; empty for the host itself */
  uid_t first_user;
  unsigned users; /* ids that one launcher takes from the pool */
  const char *systems[PROFILE_MAX_LINES], *copies[PROFILE_MAX_LINES], *texts[PROFILE_MAX_LINES];
  const char *env[PROFILE_MAX_LINES], *prereads[PROFILE_MAX_LINES], *visits[PROFILE_MAX_LINES], *libraries[PROFILE_MAX_LINES];
  unsigned system_count, copy_count, text_count, env_count, preread_count, visit_count, library_count;
  char skeleton[64]; /* folder of the launcher's private tmpfs from which its boxes are made */
};

#define TEMPLATE_MAX 8
#define TEMPLATE_MAX_WORDS 32

/* An interpreter that waits booted. What it is made of is built into the launcher; the file says for which programs. */
struct template_plan {
  const char *name, *library;
  const char *tail;                         /* of a pool: what stands for the arguments that come later; NULL: none do */
  const char *argv[TEMPLATE_MAX_WORDS];     /* how a program that it may serve is started, up to the name of its file */
  const char *cold_env[TEMPLATE_MAX_WORDS]; /* beginnings of variables that an interpreter reads when it boots */
  unsigned arg_count, cold_env_count;
  bool pool; /* not forked: processes that wait, each for one program; argv is the program and the arguments put behind it */
};

struct profiles {
  struct profile list[PROFILE_MAX];
  struct template_plan templates[TEMPLATE_MAX];
  unsigned count, template_count;
};

/* `images` is a file of `image` lines beside the profiles, or null. Keeps pointers into `text`, which it changes. 0, or -1 with a sentence in `problem`. */
int profiles_parse(char *text, struct profiles *out, char *problem, size_t room);
int profiles_load(const char *path, const char *images, struct profiles *out, char *problem, size_t room);
const struct profile *profile_find(const struct profiles *profiles, const void *name, size_t length);

#endif
