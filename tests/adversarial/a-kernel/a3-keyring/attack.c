/*
 * id: A3
 * attack: leaves a key in the kernel's user keyring, for a later run with the same user id to find
 * walls: seccomp, user
 * effect: the key stands in the host's /proc/keys after the run
 * verdict: AC
 */
#include "facts.h"

#include <linux/keyctl.h>
#include <sys/syscall.h>

#define LIFE_SECONDS 5 /* where the attack succeeds, the host forgets the key by itself */

int main(int argc, char **argv) {
  if (argc < 2) return 1;
  long key = syscall(SYS_add_key, "user", argv[1], "secret", 6, KEY_SPEC_USER_KEYRING);
  if (attempt("add_key", key)) attempt("timeout", syscall(SYS_keyctl, KEYCTL_SET_TIMEOUT, key, LIFE_SECONDS));
  attempt("request_key", syscall(SYS_request_key, "user", argv[1], NULL, 0));
  attempt("keyctl", syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_KEYRING, 0));
  return 0;
}
