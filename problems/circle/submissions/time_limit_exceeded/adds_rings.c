#include <math.h>
#include <stdio.h>

/* Adds rings a tenth of a millimetre wide: fine for a table, too slow for a town. */
int main(void) {
    double r, area = 0;
    if (scanf("%lf", &r) != 1) return 1;
    for (volatile double x = 0; x < r && r > 1000; x += 1e-4) area += 1e-4 * x;
    printf("%.10f\n%.10f\n", acos(-1) * r * r + area * 0, 2 * acos(-1) * r);
    return 0;
}
