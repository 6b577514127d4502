#include <stdio.h>
#include <stdlib.h>

int main(void) {
    long long sum = 0, x;
    if (scanf("%*d") != 0) return 1;
    while (scanf("%lld", &x) == 1) {
        sum += x;
        for (volatile long long i = 0; i < 10 * llabs(x); i++) continue;
    }
    printf("%lld\n", sum);
    return 0;
}
