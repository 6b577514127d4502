#include <stdio.h>

int main(void) {
    long long n;
    if (scanf("%lld", &n) != 1) return 1;
    puts(n % 2 ? "odd" : "even");
    return 0;
}
