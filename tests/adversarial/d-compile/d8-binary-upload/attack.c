/*
 * id: D8
 * attack: uploads machine code: an object file beside the source that uses it, and a program named as a source
 * walls: none
 * control: a naive build that links whatever lies in the folder makes a program of it
 * effect: a program that contains the uploaded code
 * verdict: CE
 */
int uploaded(void);
int main(void) { return uploaded(); }
