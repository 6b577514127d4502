#include <stdio.h>

int main(void) {
    float r, pi = 3.1416f;
    if (scanf("%f", &r) != 1) return 1;
    printf("%f\n%f\n", pi * r * r, 2 * pi * r);
    return 0;
}
