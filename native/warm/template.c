#define _GNU_SOURCE
#include "template.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../launcher/message.h"
#include "../launcher/sys.h"

#define PTHREAD_BYTES 2048u /* of a thread's descriptor, in which its number stands near the start */
#define SHOWN_BYTES (2u << 20)

int *template_thread_id(void) {
  int *found = NULL, self = (int)gettid();
  if (prctl(PR_GET_TID_ADDRESS, &found, 0, 0, 0) == 0 && found && *found == self) return found;
  /* A kernel without checkpoints does not tell. */
  for (int *at = (int *)pthread_self(); at < (int *)pthread_self() + PTHREAD_BYTES / sizeof *at; at++)
    if (*at == self) return at;
  return NULL;
}

/* Fields 26 to 51 of /proc/self/stat, as far as the kernel wants them again. */
static bool memory_map(struct prctl_mm_map *map) {
  unsigned long long field[52] = {0};
  char text[1024];
  if (read_text(AT_FDCWD, "/proc/self/stat", text, sizeof text) <= 0) return false;
  char *at = strrchr(text, ')');
  for (int i = 3; at && i < 52 && (at = strchr(at, ' ')); i++) field[i] = strtoull(++at, &at, 10);
  *map = (struct prctl_mm_map){.start_code = field[26], .end_code = field[27], .start_stack = field[28], .start_data = field[45],
                               .end_data = field[46], .start_brk = field[47], .brk = (uintptr_t)sbrk(0), .exe_fd = ~0u};
  return at && field[47];
}

static char *lay_out(char *at, const char *limit, char *const strings[]) {
  for (; *strings && at + strlen(*strings) + 1 < limit; strings++) at = stpcpy(at, *strings) + 1;
  return at;
}

void template_show(char *const argv[], char *const envp[]) {
  char *page = mmap(NULL, SHOWN_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (page == MAP_FAILED) return;
  char *middle = lay_out(page, page + SHOWN_BYTES, argv), *end = lay_out(middle, page + SHOWN_BYTES, envp);
  struct prctl_mm_map map;
  if (!memory_map(&map)) return;
  map.arg_start = (uintptr_t)page;
  map.arg_end = map.env_start = (uintptr_t)middle;
  map.env_end = (uintptr_t)end;
  prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0);
}

void template_thread_stacks(uint64_t stack) {
  const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
  pthread_attr_t attributes;
  if (pthread_getattr_default_np(&attributes)) return;
  pthread_attr_setstacksize(&attributes, (stack + page - 1) / page * page);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
}

static void make_keeper(const struct interpreter *interpreter, const struct message *wish, const struct message_fds *fds) {
  struct clone_request request = {.flags = CLONE_PARENT};
  pid_t pid = fork_interpreter(interpreter, &request);
  if (pid == 0) {
    struct keeper_plan plan = {.user = (uid_t)wish->number, .walls = wish->walls, .interpreter = interpreter};
    plan.blobs_fd = wish->stage ? fds->fds[1] : -1;
    plan.procs_fds = fds->fds + 1 + wish->stage;
    plan.procs_count = fds->count - 1 - wish->stage;
    close(TEMPLATE_SOCKET);
    keeper_main(&plan, fds->fds[0]);
  }
  struct message answer = {.kind = pid < 0 ? MESSAGE_FAILED : MESSAGE_FORKED, .index = wish->index, .error = errno, .number = (uint64_t)pid};
  if (message_send(TEMPLATE_SOCKET, &answer, NULL) < 0) _exit(1);
}

_Noreturn void template_serve(const struct interpreter *interpreter) {
  setpriority(PRIO_PROCESS, 0, 0); /* it booted behind everybody else, but what it forks are programs */
  struct message wish = {.kind = MESSAGE_READY};
  struct message_fds fds;
  if (!interpreter->thread_id || message_send(TEMPLATE_SOCKET, &wish, NULL) < 0) _exit(1);
  while (message_receive(TEMPLATE_SOCKET, &wish, &fds, 0) == 1) {
    if (fds.count > wish.stage) make_keeper(interpreter, &wish, &fds);
    for (unsigned i = 0; i < fds.count; i++) close(fds.fds[i]);
  }
  _exit(0);
}

typedef int main_function(int, char **, char **);

/* The C library calls this with the interpreter's main; it gets ours in its place. */
__attribute__((visibility("default"))) int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack_end);
int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack_end) {
  (void)main;
  int (*next)(main_function *, int, char **, void (*)(void), void (*)(void), void (*)(void), void *) = dlsym(RTLD_NEXT, "__libc_start_main");
  if (!next) _exit(1);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_DUMPABLE, 0);
  sys_close_range(TEMPLATE_SOCKET + 1, ~0u, 0);
  unsetenv("LD_PRELOAD");
  return next(template_main, argc, argv, init, fini, rtld_fini, stack_end);
}
