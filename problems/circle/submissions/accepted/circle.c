#include <math.h>
#include <stdio.h>

int main(void) {
    double r;
    if (scanf("%lf", &r) != 1) return 1;
    printf("%.10e\n%.10e\n", acos(-1) * r * r, 2 * acos(-1) * r);
    return 0;
}
