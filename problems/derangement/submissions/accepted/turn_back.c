#include <stdio.h>

int main(void) {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    printf("%d", n);
    for (int i = 1; i < n; i++) printf(" %d", i);
    printf("\n");
    return 0;
}
