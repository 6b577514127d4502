#include <stdio.h>

int main(void) {
    long long n;
    if (scanf("%lld", &n) != 1) return 1;
    if (n < 0) n = -n;
    for (volatile long long left = n; left > 1; left -= 2) n = left - 2;
    puts(n ? "odd" : "even");
    return 0;
}
