#include <stdio.h>

#include "lib/twice.h"

int main(int argc, char **argv) {
    char word[32] = "";
    FILE *data = fopen("data/word.txt", "r");
    if (data == NULL || fscanf(data, "%31s", word) != 1) return 1;
    printf("%d %s\n", twice(21), word);
    for (int i = 1; i < argc; i++) printf("<%s>\n", argv[i]);
    return 0;
}
