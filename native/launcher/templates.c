#define _GNU_SOURCE
#include "templates.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box_parts.h"
#include "libraries.h"
#include "pool.h"
#include "process.h"
#include "run.h"
#include "sys.h"

#define RETRY_NS UINT64_C(30000000000)
#define SOCKET_PLACE 3
#define LIBRARY_PLACE 4
#define NICE 10
/* The kernel keeps so much room for the stack of a process as its limit says when it is executed. */
#define STACK_ROOM (UINT64_C(64) << 30)

struct template templates[TEMPLATE_MAX];
unsigned template_count;
uint64_t template_age;

/* Runs in the new process. */
static _Noreturn void boot(const struct template *template, const struct profile *profile, int socket, int library) {
  const char *argv[TEMPLATE_MAX_WORDS + 1] = {0}, *envp[PROFILE_MAX_LINES + 2] = {0};
  struct rlimit stack = {STACK_ROOM, STACK_ROOM};
  for (unsigned i = 0; i < template->plan->arg_count; i++) argv[i] = template->plan->argv[i];
  for (unsigned i = 0; i < profile->env_count; i++) envp[i] = profile->env[i];
  envp[profile->env_count] = "LD_PRELOAD=/proc/self/fd/4";
  if (dup2(socket, 10) < 0 || dup2(library, 11) < 0 || dup2(10, SOCKET_PLACE) < 0 || dup2(11, LIBRARY_PLACE) < 0) _exit(1);
  sys_close_range(LIBRARY_PLACE + 1, ~0u, 0);
  setpriority(PRIO_PROCESS, 0, NICE);
  setrlimit(RLIMIT_STACK, &stack);
  if (chdir("/") == 0) execve(argv[0], (char *const *)argv, (char *const *)envp);
  _exit(127);
}

static int library_file(const struct template_plan *plan) {
  struct span library = library_find(plan->library);
  int fd = library.length ? memfd_create("cupel", MFD_CLOEXEC | MFD_ALLOW_SEALING) : -1;
  if (fd < 0 || write(fd, library.at, library.length) != (ssize_t)library.length) return close_fd(&fd), -1;
  fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  return fd;
}

static struct booted *spare_of(struct template *template) {
  return template->serving == &template->process[0] ? &template->process[1] : &template->process[0];
}

static void start(struct template *template, struct booted *process) {
  int pair[2], library = library_file(template->plan);
  template->retry_at = monotonic_ns() + RETRY_NS;
  if (library < 0 || message_pair(pair) < 0) return close_fd(&library);
  int keep[] = {pair[1], library};
  process->ready = false;
  process->pid = fork_with(0, keep, 2);
  if (process->pid == 0) boot(template, &boxes.profiles->list[0], pair[1], library);
  close(pair[1]);
  close(library);
  if (process->pid < 0) {
    process->pid = 0;
    close(pair[0]);
    return;
  }
  loop_add(&process->socket, pair[0], EPOLLIN);
  loop_add(&process->exit, sys_pidfd_open(process->pid), EPOLLIN);
}

static bool is_asked(const struct template *template) {
  for (unsigned i = 0; i < boxes.count; i++)
    if (boxes.list[i].awaiting_keeper && boxes.list[i].template == template) return true;
  return false;
}

static void gone(struct booted *process) {
  struct template *template = process->template;
  loop_close(&process->socket);
  process->ready = false;
  for (unsigned i = 0; process == template->serving && i < boxes.count; i++)
    if (boxes.list[i].awaiting_keeper && boxes.list[i].template == template) box_keeper_made(&boxes.list[i], 0);
}

static void booted(struct booted *process) {
  process->ready = true;
  process->template->since = monotonic_ns();
  process->template->retry_at = 0;
}

static void spoke(struct watch *watch, uint32_t events) {
  struct booted *process = OWNER_OF(watch, struct booted, socket);
  struct message message;
  int result;
  (void)events;
  while ((result = message_receive(watch->fd, &message, NULL, MSG_DONTWAIT)) == 1) {
    if (message.kind == MESSAGE_READY) booted(process);
    else box_keeper_made(&boxes.list[message.index], message.kind == MESSAGE_FORKED ? (pid_t)message.number : 0);
    if (watch->fd < 0) return;
  }
  if (result == 0 || errno != EAGAIN) gone(process);
}

static void exited(struct watch *watch, uint32_t events) {
  struct booted *process = OWNER_OF(watch, struct booted, exit);
  (void)events;
  if (waitpid(process->pid, NULL, WNOHANG) != process->pid) return;
  if (process == process->template->serving) fprintf(stderr, "cupel-launcher: the template %s has ended; runs go on cold\n", process->template->plan->name);
  loop_close(watch);
  process->pid = 0;
  gone(process);
}

void templates_open(const struct profiles *profiles, bool cold, bool ahead) {
  template_count = cold ? 0 : profiles->template_count;
  for (unsigned i = 0; i < template_count; i++) {
    struct template *template = &templates[i];
    *template = (struct template){.plan = &profiles->templates[i], .serving = &template->process[0]};
    for (int p = 0; p < 2; p++) template->process[p] = (struct booted){.template = template, .socket = {-1, spoke}, .exit = {-1, exited}};
    if (template->plan->pool || !ahead) continue;
    start(template, template->serving);
    template->wanted_at = monotonic_ns();
  }
}

bool template_ready(const struct template *template) { return template->serving->ready; }

bool templates_boot(void) {
  for (unsigned i = 0; i < template_count; i++)
    if (templates[i].serving->pid && !templates[i].serving->ready) return true;
  return false;
}

unsigned templates_processes(void) {
  unsigned count = 0;
  for (unsigned i = 0; i < template_count; i++) count += (templates[i].process[0].pid != 0) + (templates[i].process[1].pid != 0);
  return count;
}

/* What the old one has made goes as it becomes idle (boxes.c); the old one itself, at the end of its socket. */
static void take_over(struct template *template) {
  struct booted *old = template->serving;
  template->serving = spare_of(template);
  template->generation++;
  template->served = 0;
  loop_close(&old->socket);
  old->ready = false;
}

static uint64_t old_at(const struct template *template) {
  return template->serving->ready && template->served ? template->since + template_age : 0;
}

void templates_tick(uint64_t now) {
  for (unsigned i = 0; i < template_count; i++) {
    struct template *template = &templates[i];
    struct booted *spare = spare_of(template);
    if (spare->ready && !is_asked(template)) take_over(template);
    else if (!spare->pid && old_at(template) && old_at(template) <= now && template->retry_at <= now) start(template, spare);
  }
}

uint64_t templates_deadline(void) {
  uint64_t earliest = 0;
  for (unsigned i = 0; i < template_count; i++) {
    uint64_t at = spare_of(&templates[i])->pid ? 0 : old_at(&templates[i]);
    if (at && at < templates[i].retry_at) at = templates[i].retry_at;
    if (at && (!earliest || at < earliest)) earliest = at;
  }
  return earliest;
}

static bool is_text(struct span span, const char *text) { return strlen(text) == span.length && !memcmp(span.at, text, span.length); }

static bool begins(struct span span, const char *text) { return strlen(text) <= span.length && !memcmp(span.at, text, strlen(text)); }

static bool may_serve(const struct template_plan *plan, const struct request *request) {
  if (request->arg_count <= plan->arg_count || request->limits.stack > STACK_ROOM) return false;
  for (unsigned i = 0; i < plan->arg_count; i++)
    if (!is_text(request->args[i], plan->argv[i])) return false;
  for (uint32_t e = 0; e < request->env_count; e++)
    for (unsigned i = 0; i < plan->cold_env_count; i++)
      if (begins(request->env[e], plan->cold_env[i])) return false;
  return true;
}

struct template *template_for(struct run *run, bool in_group) {
  const struct request *request = &run->request;
  for (unsigned i = 0; i < template_count; i++) {
    struct template *template = &templates[i];
    if (!is_text(request->warm, template->plan->name)) continue;
    if (template->plan->pool) {
      run->kind = in_group ? NULL : pool_wish(template, run);
      return NULL;
    }
    if (!may_serve(template->plan, request)) continue;
    template->wanted_at = monotonic_ns();
    template->served++;
    if (!template->serving->pid && template->wishes++ > 0 && template->wanted_at >= template->retry_at) start(template, template->serving);
    return template;
  }
  return NULL;
}

/* KEEPER says in `stage` whether the folder of blobs is among its descriptors. */
int template_ask(struct template *template, const struct box *box, int socket) {
  struct message wish = {.kind = MESSAGE_KEEPER, .index = box->slot, .number = box->plan.user, .walls = boxes.host_walls};
  struct message_fds fds = {.fds = {socket}, .count = 1};
  wish.stage = boxes.blobs_fd >= 0;
  if (wish.stage) fds.fds[fds.count++] = boxes.blobs_fd;
  bool joins = cgroups.driver && cgroups.driver->kept && box->cgroup.made;
  for (unsigned i = 0; joins && i < cgroups.hierarchies; i++) fds.fds[fds.count++] = box->cgroup.procs[i];
  return message_send(template->serving->socket.fd, &wish, &fds);
}

void templates_close(void) {
  for (unsigned i = 0; i < template_count; i++)
    for (int p = 0; p < 2; p++)
      if (templates[i].process[p].pid) kill(templates[i].process[p].pid, SIGKILL);
}
