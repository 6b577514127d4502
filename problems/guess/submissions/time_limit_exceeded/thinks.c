#include <stdio.h>
#include <string.h>

/* Finds every number but the last one, over which it thinks for ever. */
int main(void) {
    int low = 1, high = 1000;
    char answer[20];
    for (;;) {
        int guess = (low + high) / 2;
        if (guess == 1000)
            for (volatile int i = 0;; i = !i) continue;
        printf("%d\n", guess);
        fflush(stdout);
        if (scanf("%19s", answer) != 1 || !strcmp(answer, "correct")) return 0;
        if (!strcmp(answer, "lower")) high = guess - 1;
        else low = guess + 1;
    }
}
