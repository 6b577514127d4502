#include <cstdio>

int main() {
    int n, x, all = 0;
    if (std::scanf("%d", &n) != 1) return 1;
    for (int i = 1; i <= n; i++) all ^= i;
    while (std::scanf("%d", &x) == 1) all ^= x;
    std::printf("%d\n", all);
}
