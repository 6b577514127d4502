#include <stdio.h>

int main(void) {
    static int sums[20001];
    int n, q, l, r;
    if (scanf("%d %d", &n, &q) != 2) return 1;
    for (int i = 1; i <= n; i++) {
        if (scanf("%d", &sums[i]) != 1) return 1;
        sums[i] += sums[i - 1];
    }
    while (q-- > 0 && scanf("%d %d", &l, &r) == 2) printf("%d\n", sums[r] - sums[l - 1]);
    return 0;
}
