/*
 * The launcher: the only privileged program of Cupel.
 *
 * One process, started by root and kept, serves many runs at a time over one socket (protocol.h). Its own children are
 *   - a builder, which makes the inits (builder.c),
 *   - templates, which are booted interpreters and make keepers whose children need not boot (templates.c),
 *   - a keeper for each slot, which lives in the slot's cgroups and forks programs inside them (child.c),
 *   - an init for each box, process 1 of its PID namespace (init.c),
 *   - the half-built child of each box, which raises the walls on itself and becomes the program (walls.h),
 *   - now and then a collector, which reads declared outputs as the box's user (collect.c).
 * All of them die with it. What it is asked for is data: argv, limits, bytes, handles; never a host path, a user id or a
 * mount. Those come from profiles, which only root can write.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "artefact.h"
#include "connection.h"
#include "describe.h"
#include "pool.h"
#include "filter/filter.h"
#include "rootless.h"
#include "run.h"
#include "skeleton.h"
#include "process.h"
#include "serve.h"
#include "sys.h"
#include "templates.h"

#define LAUNCHERS_MAX 256 /* on one host at the same time */
#define BOOT_TURN_NS UINT64_C(100000000)
#define LOCKS "/run/cupel"

struct options {
  int fd;
  const char *listen, *blobs, *profiles, *images;
  uid_t allow_user;
  unsigned boxes, spare;
  bool cold, ahead;
  unsigned pool_mib, template_seconds;
};

static volatile bool stopping;

static _Noreturn void die(const char *sentence) {
  fprintf(stderr, "cupel-launcher: %s\n", sentence);
  exit(1);
}

static unsigned number_option(const char *text, const char *name, unsigned least, unsigned most) {
  char *end, problem[128];
  unsigned long value = strtoul(text, &end, 10);
  if (*text && !*end && value >= least && value <= most) return (unsigned)value;
  snprintf(problem, sizeof problem, "--%s is a number from %u to %u", name, least, most);
  die(problem);
}

static struct options read_options(int argc, char **argv) {
  static const struct option known[] = {{"fd", 1, 0, 'f'},       {"listen", 1, 0, 'l'}, {"allow-uid", 1, 0, 'u'}, {"blobs", 1, 0, 'b'},
                                        {"profiles", 1, 0, 'p'}, {"images", 1, 0, 'i'}, {"boxes", 1, 0, 'n'},  {"spare", 1, 0, 's'},     {"version", 0, 0, 'v'}, {"cold", 0, 0, 'c'}, {"templates-ahead", 0, 0, 'a'}, {"pool-mib", 1, 0, 'm'}, {"template-seconds", 1, 0, 't'},
                                        {0, 0, 0, 0}};
  struct options options = {.fd = -1, .boxes = 64, .spare = 2, .template_seconds = 600};
  for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) switch (option) {
      case 'f': options.fd = (int)number_option(optarg, "fd", 3, 1023); break;
      case 'l': options.listen = optarg; break;
      case 'u': options.allow_user = number_option(optarg, "allow-uid", 0, 4294967294u); break;
      case 'b': options.blobs = optarg; break;
      case 'p': options.profiles = optarg; break;
      case 'i': options.images = optarg; break;
      case 'n': options.boxes = number_option(optarg, "boxes", 1, 1000); break;
      case 's': options.spare = number_option(optarg, "spare", 0, 1000); break;
      case 'm': options.pool_mib = number_option(optarg, "pool-mib", 1, 1u << 20); break;
      case 't': options.template_seconds = number_option(optarg, "template-seconds", 1, 1u << 20); break;
      case 'c': options.cold = true; break;
      case 'a': options.ahead = true; break;
      case 'v': printf("cupel-launcher %s, protocol %u\n", LAUNCHER_VERSION, PROTOCOL_VERSION); exit(0);
      default: die("usage: cupel-launcher --fd N | --listen PATH --allow-uid UID [--blobs DIR] [--profiles FILE] [--images FILE] [--boxes N] [--spare N] [--cold | --templates-ahead] [--pool-mib N] [--template-seconds N]");
    }
  if ((options.fd < 0) == !options.listen) die("give either --fd or --listen");
  return options;
}

static int listen_at(const char *path, uid_t owner) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (strlen(path) >= sizeof address.sun_path) die("--listen: the path is too long for a socket");
  strcpy(address.sun_path, path);
  unlink(path); /* in a folder that only root writes: a socket that a killed launcher left */
  mode_t old = umask(0177);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 16) < 0) die("--listen: the socket cannot be made");
  umask(old);
  if (!rootless() && owner != geteuid() && lchown(path, owner, (gid_t)-1) < 0) die("--listen: the socket cannot be given to --allow-uid");
  return fd;
}

/* Two launchers on a host must not give the same user id to two runs. The kernel lets go of a lock when its holder dies. */
static unsigned claim_instance(unsigned most) {
  char folder[64] = LOCKS, path[128];
  if (rootless() ? rootless_lock_folder(folder, sizeof folder) < 0 : mkdir(folder, 0755) < 0 && errno != EEXIST) die("a folder for locks cannot be made");
  for (unsigned instance = 0; instance < most; instance++) {
    snprintf(path, sizeof path, "%s/launcher-%u.lock", folder, instance);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) return instance;
    if (fd >= 0) close(fd);
  }
  die("too many launchers on this host");
}

static void note_problem(const char *format, const char *what) {
  if (launcher_facts.problem_count >= sizeof launcher_facts.problems / sizeof *launcher_facts.problems) return;
  snprintf(launcher_facts.problems[launcher_facts.problem_count++], sizeof *launcher_facts.problems, format, what, strerror(errno));
}

/* By doing it: a namespace that this host does not allow fails here, with the reason. */
static bool allows_namespace(uint64_t flag) {
  struct clone_request request = {.flags = flag, .signal = SIGCHLD};
  pid_t pid = sys_clone(&request);
  if (pid == 0) _exit(0);
  if (pid > 0) waitpid(pid, NULL, 0);
  return pid > 0;
}

/* The walls that a process raises on itself, in the order in which it does. */
static bool allows(enum wall wall) {
  struct filter_program filter = filter_for_this_machine();
  struct sock_fprog program = {.len = filter.length, .filter = (struct sock_filter *)filter.code};
  uid_t some = rootless() ? ROOTLESS_FIRST_USER : 65534;
  switch (wall) {
    case WALL_USER:
      return syscall(SYS_setgroups, 0, NULL) == 0 && setresgid(some, some, some) == 0 && setresuid(some, some, some) == 0;
    case WALL_CAPABILITY:
      return prctl(PR_CAPBSET_DROP, 0, 0, 0, 0) == 0;
    case WALL_NO_NEW_PRIVILEGES:
      return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    default:
      return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
             syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program) >= 0;
  }
}

static void explain_ids(void) {
  char sentence[192];
  rootless_explain_ids(sentence, sizeof sentence);
  note_problem("%s", sentence);
}

static void probe_own_walls(void) {
  static const struct {
    enum wall wall;
    const char *name;
  } own[] = {{WALL_USER, "user"}, {WALL_CAPABILITY, "capability"}, {WALL_NO_NEW_PRIVILEGES, "no_new_privileges"}, {WALL_SECCOMP, "seccomp"}};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    int status = 0;
    pid_t pid = fork_with(0, NULL, 0);
    if (pid == 0) _exit(allows(own[i].wall) ? 0 : errno);
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || status == 0) continue;
    boxes.host_walls &= ~(1u << own[i].wall);
    if (own[i].wall == WALL_USER && rootless()) {
      explain_ids();
      continue;
    }
    errno = WEXITSTATUS(status);
    note_problem("%s: cannot be raised here: %s. Run as root, on a kernel with seccomp filters.", own[i].name);
  }
}

static void probe_walls(void) {
  static const struct {
    enum wall wall;
    uint64_t flag;
    const char *name;
  } spaces[] = {{WALL_PID, CLONE_NEWPID, "pid"}, {WALL_MOUNT, CLONE_NEWNS, "mount"}, {WALL_NETWORK, CLONE_NEWNET, "network"},
                {WALL_IPC, CLONE_NEWIPC, "ipc"}, {WALL_UTS, CLONE_NEWUTS, "uts"}};
  boxes.host_walls = (1u << WALL_COUNT) - 1;
  for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
    if (allows_namespace(spaces[i].flag)) continue;
    boxes.host_walls &= ~(1u << spaces[i].wall);
    note_problem("%s: a namespace of its own: %s. Run as root, with CAP_SYS_ADMIN.", spaces[i].name);
  }
  probe_own_walls();
  if (cgroups.driver) return;
  boxes.host_walls &= ~(1u << WALL_CGROUP);
  note_problem("%s", cgroups.problem);
}

static void on_signal(struct watch *watch, uint32_t events) {
  (void)watch;
  (void)events;
  stopping = true;
}

static void take_signals(void) {
  static struct watch signals = {-1, on_signal};
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signal(SIGPIPE, SIG_IGN);
  loop_add(&signals, signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), EPOLLIN);
}

/* The strings that a process was started with stay in its memory for everybody who may look at it: start again without. */
static void shed_environment(char **argv) {
  char *const none[] = {NULL};
  if (environ && *environ) execve("/proc/self/exe", argv, none);
}

static void harden(void) {
  clearenv();
  /* What whoever started us ignores (SIGHUP under nohup), strangers' programs would ignore too. */
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  prctl(PR_SET_DUMPABLE, 0);
  for (int fd = 0; fd < 3; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) die("/dev/null cannot be opened");
  umask(022);
}

static void open_everything(const struct options *options, struct profiles *profiles) {
  char problem[192] = "mount: a mount namespace cannot be entered again. CAP_SYS_ADMIN and CAP_SYS_CHROOT are needed.";
  int blobs_fd = -1, listen_fd = options->listen ? listen_at(options->listen, options->allow_user) : -1;
  if (options->fd >= 0 && fcntl(options->fd, F_SETFD, FD_CLOEXEC) < 0) die("--fd is not an open descriptor");
  if (options->blobs && (blobs_fd = open(options->blobs, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) die("--blobs is not a folder");
  if (profiles_load(options->profiles, options->images, profiles, problem, sizeof problem) < 0) die(problem);
  launcher_facts.profiles = profiles;
  unsigned pool = profiles->list[0].users, first = profiles->list[0].first_user, most = LAUNCHERS_MAX;
  if (rootless()) {
    first = ROOTLESS_FIRST_USER;
    if (pool > rootless_ids()) pool = rootless_ids();
    most = pool > 1 ? rootless_ids() / pool : LAUNCHERS_MAX;
  }
  unsigned instance = claim_instance(most);
  if (loop_open() < 0) die("epoll and timerfd are not to be had");
  take_signals();
  cgroups_open();
  skeleton_preread(profiles);
  probe_walls();
  if (skeleton_make(profiles, problem, sizeof problem) < 0 || artefacts_open() < 0) {
    boxes.host_walls &= ~(1u << WALL_MOUNT);
    note_problem("%s", problem);
  }
  /* With no ids for boxes, as many of them as asked for share our own: the wall is then missing. */
  unsigned count = pool < 2 || options->boxes < pool - 1 ? options->boxes : pool - 1;
  /* Past the end of the numbers lies 0, which is root. */
  if ((uint64_t)first + (uint64_t)LAUNCHERS_MAX * pool > UINT32_MAX - 1) die("profiles: the pool of user ids is too large");
  if (boxes_open(count, options->spare, profiles, first + instance * pool, blobs_fd) < 0) die("out of memory");
  pools_open((uint64_t)options->pool_mib << 20);
  template_age = (uint64_t)options->template_seconds * 1000000000u;
  templates_open(profiles, options->cold, options->ahead);
  while (templates_boot() && loop_turn(monotonic_ns() + BOOT_TURN_NS) == 0) continue;
  if (options->fd >= 0) connection_open(options->fd);
  if (listen_fd >= 0 && connections_listen(listen_fd, options->allow_user) < 0) die("the socket cannot be watched");
}

static void serve(void) {
  while (!stopping && connections_open_count() > 0)
    if (serve_turn() < 0) die("epoll failed");
}

int main(int argc, char **argv) {
  static struct profiles profiles;
  shed_environment(argv);
  if (geteuid() != 0) rootless_enter(argv);
  struct options options = read_options(argc, argv);
  harden();
  open_everything(&options, &profiles);
  serve();
  templates_close();
  boxes_close();
  if (cgroups.driver) cgroups_close();
  if (options.listen) unlink(options.listen);
  return 0;
}
