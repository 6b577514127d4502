#define _GNU_SOURCE
#include "terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <termios.h>
#include <unistd.h>

#include "message.h"

static struct winsize size_of(uint32_t rows, uint32_t columns) {
  return (struct winsize){.ws_row = rows < UINT16_MAX ? (uint16_t)rows : UINT16_MAX, .ws_col = columns < UINT16_MAX ? (uint16_t)columns : UINT16_MAX};
}

/* Both ends are opened through descriptors: nothing of this is a path that a program has had a hand in. */
static int open_pair(int *master) {
  int unlocked = 0;
  *master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*master < 0 || ioctl(*master, TIOCSPTLCK, &unlocked) < 0) return -1;
  return ioctl(*master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

static void hand_out(const struct raising *r, int master, int slave) {
  struct message message = {.kind = MESSAGE_TERMINAL};
  struct message_fds fds = {.fds = {master, slave}, .count = 2};
  if (message_send(r->socket, &message, &fds) < 0) _exit(1);
  close(master);
}

int terminal_open(const struct raising *r, const struct request_stdio *size) {
  char options[96];
  int master, slave;
  struct termios settings;
  struct winsize window = size_of(size->rows, size->columns);
  uid_t user = wall_stands(r->walls, WALL_USER) ? r->user : 0;
  snprintf(options, sizeof options, "uid=%u,gid=%u,mode=0600,ptmxmode=0000,max=1", user, user);
  if (mount("terminal", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, options) < 0) raising_failed(r, STAGE_MOUNTS, 0, "devpts on /dev/pts");
  if ((slave = open_pair(&master)) < 0) raising_failed(r, STAGE_STDIO, 0, "the terminal");
  /* So that erasing takes away a whole character and not its last byte. */
  if (tcgetattr(slave, &settings) < 0) raising_failed(r, STAGE_STDIO, 0, "settings of the terminal");
  settings.c_iflag |= IUTF8;
  if (tcsetattr(slave, TCSANOW, &settings) < 0 || ioctl(slave, TIOCSWINSZ, &window) < 0)
    raising_failed(r, STAGE_STDIO, 0, "settings of the terminal");
  hand_out(r, master, slave);
  return slave;
}

void terminal_take(const struct raising *r, int fd) {
  if (ioctl(fd, TIOCSCTTY, 0) < 0) raising_failed(r, STAGE_STDIO, (unsigned)fd, "controlling terminal");
}

void terminal_resize(int master, uint32_t rows, uint32_t columns) {
  struct winsize window = size_of(rows, columns);
  ioctl(master, TIOCSWINSZ, &window);
}

bool terminal_signal(int master, int number) {
  return (number == SIGINT || number == SIGQUIT || number == SIGTSTP) && ioctl(master, TIOCSIG, number) == 0;
}
