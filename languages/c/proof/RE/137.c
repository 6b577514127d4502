#include <stdlib.h>

/* 128 + 9 looks like a kill to those who trust exit codes. */
int main(void) { exit(137); }
