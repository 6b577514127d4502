#include <stdio.h>
#include <string.h>

int main(void) {
    int seats[1000], n;
    if (scanf("%d", &n) != 1) return 1;
    for (volatile int i = 0; i < n; i++) seats[i] = (i + 1) % n + 1;
    for (int i = 0; i < n; i++) printf("%d ", seats[i]);
    return 0;
}
