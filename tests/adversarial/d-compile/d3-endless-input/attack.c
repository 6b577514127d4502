/*
 * id: D3
 * attack: has the compiler read what never ends: /dev/zero, /dev/urandom, its own input, itself
 * walls: cgroup
 * control: the same source compiled on the host is still being read after a second, or has taken all that it may
 * effect: a compiler that is alive after the limits of the compile stage
 * verdict: CE
 */
@LINE@
int main(void) { return 0; }
