#include <pthread.h>
#include <stdio.h>

static long parts[32];

static void *count(void *part) {
    for (long i = 0; i < 1000; i++) *(long *)part += i;
    return NULL;
}

int main(void) {
    pthread_t threads[32];
    long sum = 0;
    for (int i = 0; i < 32; i++)
        if (pthread_create(&threads[i], NULL, count, &parts[i]) != 0) return 1;
    for (int i = 0; i < 32; i++) {
        pthread_join(threads[i], NULL);
        sum += parts[i];
    }
    printf("%ld\n", sum);
    return 0;
}
