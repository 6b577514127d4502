/*
 * id: D5
 * attack: a source of one line whose program has many gigabytes
 * walls: rlimit, mount
 * control: the same source with a smaller array, compiled on the host, gives a program beyond what an artefact may have
 * effect: a program that was kept, or a full disk on the host
 * verdict: CE
 */
char main[@BYTES@u] = {1};
