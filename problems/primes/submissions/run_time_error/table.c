#include <stdio.h>
#include <stdlib.h>

int main(void) {
    static char composite[1001];
    int n, count = 0;
    if (scanf("%d", &n) != 1) return 1;
    if (n > 1000) abort();
    for (int i = 2; i <= n; i++) {
        count += !composite[i];
        for (int k = 2 * i; k <= n; k += i) composite[k] = 1;
    }
    printf("%d\n", count);
    return 0;
}
