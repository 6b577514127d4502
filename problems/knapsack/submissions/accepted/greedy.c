#include <stdio.h>

/* Takes what is worth most for its weight. Good, not best. */
int main(void) {
    int n, w, weight[100], worth[100], taken[100], count = 0;
    if (scanf("%d %d", &n, &w) != 2) return 1;
    for (int i = 0; i < n; i++)
        if (scanf("%d %d", &weight[i], &worth[i]) != 2) return 1;
    for (;;) {
        int best = -1;
        for (int i = 0; i < n; i++)
            if (weight[i] > 0 && weight[i] <= w && (best < 0 || worth[i] * weight[best] > worth[best] * weight[i])) best = i;
        if (best < 0) break;
        w -= weight[best];
        weight[best] = 0;
        taken[count++] = best + 1;
    }
    printf("%d\n", count);
    for (int i = 0; i < count; i++) printf("%d ", taken[i]);
    printf("\n");
    return 0;
}
