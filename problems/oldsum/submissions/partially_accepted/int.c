#include <stdint.h>
#include <stdio.h>

int main(void) {
    int32_t x;
    uint32_t sum = 0;
    if (scanf("%*d") != 0) return 1;
    while (scanf("%d", &x) == 1) sum += (uint32_t)x;
    printf("%d\n", (int32_t)sum);
    return 0;
}
