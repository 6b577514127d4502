#include <stdio.h>

static int n, w, weight[100], worth[100];
static char taken[100], chosen[100];
static int most = -1;

static void search(int i, int room, int value) {
    if (i == n) {
        if (value > most) {
            most = value;
            for (int k = 0; k < n; k++) chosen[k] = taken[k];
        }
        return;
    }
    taken[i] = 0;
    search(i + 1, room, value);
    if (weight[i] > room) return;
    taken[i] = 1;
    search(i + 1, room - weight[i], value + worth[i]);
    taken[i] = 0;
}

int main(void) {
    int count = 0;
    if (scanf("%d %d", &n, &w) != 2) return 1;
    for (int i = 0; i < n; i++)
        if (scanf("%d %d", &weight[i], &worth[i]) != 2) return 1;
    search(0, w, 0);
    for (int i = 0; i < n; i++) count += chosen[i];
    printf("%d\n", count);
    for (int i = 0; i < n; i++)
        if (chosen[i]) printf("%d ", i + 1);
    printf("\n");
    return 0;
}
