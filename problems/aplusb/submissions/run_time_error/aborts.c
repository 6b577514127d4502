#include <stdio.h>
#include <stdlib.h>

int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2 || a + b > 1999999999) abort();
    printf("%lld\n", a + b);
    return 0;
}
