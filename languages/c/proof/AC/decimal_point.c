/* The environment's locale has a point, not a comma, whatever the host's has. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void) {
    char word[16];
    if (setlocale(LC_ALL, "") == NULL) return 1;
    while (scanf("%15s", word) == 1) printf("%.2f\n", strtod(word, NULL));
    time_t zero = 0;
    printf("%d %s\n", localtime(&zero)->tm_hour, localtime(&zero)->tm_zone);
    return 0;
}
