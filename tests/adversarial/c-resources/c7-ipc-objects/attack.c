/*
 * id: C7b
 * attack: leaves shared memory, semaphores and message queues behind, which outlive every process and pass notes between runs
 * walls: ipc
 * effect: the objects stand in the host's /proc/sysvipc after the run
 * verdict: AC
 */
#include "facts.h"

#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

/* argv: the key */
int main(int argc, char **argv) {
  if (argc < 2) return 1;
  key_t key = atoi(argv[1]);
  attempt("shmget", shmget(key, 4096, IPC_CREAT | 0666));
  attempt("semget", semget(key, 1, IPC_CREAT | 0666));
  attempt("msgget", msgget(key, IPC_CREAT | 0666));
  return 0;
}
