#include <stdio.h>
#include <string.h>

int main(void) {
    int low = 1, high = 1000;
    char answer[20];
    for (;;) {
        int guess = (low + high) / 2;
        printf("%d\n", guess);
        fflush(stdout);
        if (scanf("%19s", answer) != 1 || !strcmp(answer, "correct")) return 0;
        if (!strcmp(answer, "lower")) high = guess - 1;
        else low = guess + 1;
    }
}
