#define _GNU_SOURCE
#include "profile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROFILE_FILE_BYTES (64u << 10)

static const char builtin_text[] =
#include "build/profiles.inc"
    ;

struct list {
  const char *key;
  const char **lines;
  unsigned *count;
};

static int add_line(struct profile *profile, const char *key, char *value) {
  const struct list lists[] = {
      {"system", profile->systems, &profile->system_count}, {"copy", profile->copies, &profile->copy_count},
      {"text", profile->texts, &profile->text_count},       {"env", profile->env, &profile->env_count},
      {"preread", profile->prereads, &profile->preread_count}, {"visit", profile->visits, &profile->visit_count},
      {"library", profile->libraries, &profile->library_count},
  };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    if (strcmp(lists[i].key, key)) continue;
    if (*lists[i].count >= PROFILE_MAX_LINES) return -1;
    lists[i].lines[(*lists[i].count)++] = value;
    return 0;
  }
  if (!strcmp(key, "hostname") && strlen(value) < sizeof profile->hostname) return (void)strcpy(profile->hostname, value), 0;
  if (!strcmp(key, "users")) return sscanf(value, "%u %u", &profile->first_user, &profile->users) == 2 ? 0 : -1;
  return -1;
}

static int add_words(const char **words, unsigned *count, char *value) {
  for (char *rest, *word = strtok_r(value, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
    if (*count >= TEMPLATE_MAX_WORDS) return -1;
    words[(*count)++] = word;
  }
  return 0;
}

/* "-- WORD" at the end of a pool's line. */
static void split_tail(struct template_plan *plan) {
  if (plan->arg_count < 3 || strcmp(plan->argv[plan->arg_count - 2], "--")) return;
  plan->tail = plan->argv[plan->arg_count - 1];
  plan->arg_count -= 2;
}

/* "NAME LIBRARY ARGV...", or for a pool "NAME PROGRAM ARG... [-- WORD]" */
static int add_template(struct profiles *out, char *value, bool pool) {
  struct template_plan *plan = &out->templates[out->template_count];
  if (out->template_count >= TEMPLATE_MAX) return -1;
  *plan = (struct template_plan){0};
  if (add_words(plan->argv, &plan->arg_count, value) < 0 || plan->arg_count < 3) return -1;
  plan->name = plan->argv[0];
  plan->pool = pool;
  plan->library = pool ? NULL : plan->argv[1];
  plan->arg_count -= pool ? 1 : 2;
  memmove(plan->argv, plan->argv + (pool ? 1 : 2), plan->arg_count * sizeof *plan->argv);
  if (pool) split_tail(plan);
  out->template_count++;
  return 0;
}

/* "NAME FOLDER": the first profile once more, of another system than the host's. */
static int add_image(struct profiles *out, char *value) {
  char *folder = strpbrk(value, " \t");
  if (!folder || !out->count || out->count >= PROFILE_MAX) return -1;
  *folder++ = 0;
  folder += strspn(folder, " \t");
  if (*folder != '/' || strstr(folder, "..") || strpbrk(folder, ":,\\\"") || strlen(folder) > 200 || strlen(value) >= PROFILE_NAME_BYTES || strchr(value, '/')) return -1;
  struct profile *profile = &out->list[out->count++];
  *profile = out->list[0];
  strcpy(profile->name, value);
  profile->image = folder;
  return 0;
}

static int parse_line(char *line, struct profiles *out) {
  line += strspn(line, " \t");
  if (*line == 0 || *line == '#') return 0;
  char *value = strpbrk(line, " \t");
  if (!value) return -1;
  *value++ = 0;
  value += strspn(value, " \t");
  if (!strcmp(line, "image")) return add_image(out, value);
  if (!strcmp(line, "template")) return add_template(out, value, false);
  if (!strcmp(line, "pool")) return add_template(out, value, true);
  if (!strcmp(line, "cold-env")) {
    struct template_plan *plan = &out->templates[out->template_count - 1];
    return out->template_count ? add_words(plan->cold_env, &plan->cold_env_count, value) : -1;
  }
  if (strcmp(line, "profile")) return out->count ? add_line(&out->list[out->count - 1], line, value) : -1;
  if (out->count >= PROFILE_MAX || strlen(value) >= PROFILE_NAME_BYTES) return -1;
  struct profile *profile = &out->list[out->count++];
  *profile = (struct profile){0};
  strcpy(profile->name, value);
  strcpy(profile->hostname, "box");
  profile->image = "";
  return 0;
}

static int parse_text(char *text, struct profiles *out, char *problem, size_t room) {
  unsigned number = 0;
  for (char *line = text; line;) {
    char *next = strchr(line, '\n');
    if (next) *next++ = 0;
    number++;
    if (parse_line(line, out) < 0) return snprintf(problem, room, "profiles: line %u is not understood", number), -1;
    line = next;
  }
  return 0;
}

int profiles_parse(char *text, struct profiles *out, char *problem, size_t room) {
  *out = (struct profiles){0};
  if (parse_text(text, out, problem, room) < 0) return -1;
  for (unsigned i = 0; i < out->count; i++)
    if (out->list[i].first_user < 1000 || out->list[i].users < 2)
      return snprintf(problem, room, "profiles: %s has no users of its own", out->list[i].name), -1;
  return out->count ? 0 : (snprintf(problem, room, "profiles: there are none"), -1);
}

/* A file that somebody else could write would let them choose mounts and user ids, which is root. */
static int load_file(const char *path, char *text, char *problem, size_t room) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) < 0) return snprintf(problem, room, "profiles: %s: %s", path, strerror(errno)), -1;
  ssize_t length = read(fd, text, PROFILE_FILE_BYTES);
  close(fd);
  if (st.st_uid != geteuid() || (st.st_mode & 022))
    return snprintf(problem, room, "profiles: %s must be owned by uid %u and writable by nobody else", path, geteuid()), -1;
  if (length < 0 || length >= (ssize_t)PROFILE_FILE_BYTES) return snprintf(problem, room, "profiles: %s is unreadable or too long", path), -1;
  text[length] = 0;
  return 0;
}

int profiles_load(const char *path, const char *images, struct profiles *out, char *problem, size_t room) {
  static char text[PROFILE_FILE_BYTES + 1], more[PROFILE_FILE_BYTES + 1];
  _Static_assert(sizeof builtin_text < sizeof text, "the built-in profiles fit");
  if (!path) memcpy(text, builtin_text, sizeof builtin_text);
  else if (load_file(path, text, problem, room) < 0) return -1;
  if (profiles_parse(text, out, problem, room) < 0) return -1;
  if (!images) return 0;
  return load_file(images, more, problem, room) < 0 ? -1 : parse_text(more, out, problem, room);
}

const struct profile *profile_find(const struct profiles *profiles, const void *name, size_t length) {
  for (unsigned i = 0; i < profiles->count; i++)
    if (strlen(profiles->list[i].name) == length && !memcmp(profiles->list[i].name, name, length)) return &profiles->list[i];
  return NULL;
}
