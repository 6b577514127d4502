#include <stdio.h>

int main(void) {
    puts("missing semicolon")
}
