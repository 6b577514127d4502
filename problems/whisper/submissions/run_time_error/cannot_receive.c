#include <stdio.h>
#include <string.h>

int main(void) {
    char task[20], word[300];
    if (scanf("%19s %299s", task, word) != 2 || strcmp(task, "send")) return 1;
    for (char *letter = word; *letter; letter++)
        for (int bit = 4; bit >= 0; bit--) putchar('0' + ((*letter - 'a') >> bit & 1));
    putchar('\n');
    return 0;
}
