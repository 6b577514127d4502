#include <stdio.h>
#include <stdlib.h>

int main(void) {
    static char seen[1001];
    int n, x;
    if (scanf("%d", &n) != 1) return 1;
    while (scanf("%d", &x) == 1) {
        if (x > 1000) abort();
        seen[x] = 1;
    }
    for (int i = 1; i <= n; i++)
        if (!seen[i]) printf("%d\n", i);
    return 0;
}
