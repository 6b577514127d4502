#include <stdio.h>
#include <stdint.h>

/* The sum does not fit for the largest. */
int main(void) {
    int32_t n, x;
    if (scanf("%d", &n) != 1) return 1;
    int16_t sum = 0;
    for (int i = 1; i <= n; i++) sum = (int16_t)(sum + i);
    while (scanf("%d", &x) == 1) sum = (int16_t)(sum - x);
    printf("%d\n", sum);
    return 0;
}
