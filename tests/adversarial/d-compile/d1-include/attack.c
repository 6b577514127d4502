/*
 * id: D1
 * attack: has the compiler read a host's file: include, its digraph and trigraph, .incbin, #embed
 * walls: mount
 * control: the same source compiled on the host gives the canary out, in a message or in the artefact
 * effect: the canary's text in the compiler's messages, or a program made of it
 * verdict: CE
 */
@LINE@
int main(void) { return 0; }
