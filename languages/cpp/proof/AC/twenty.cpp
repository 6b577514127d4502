#include <concepts>
#include <iostream>
#include <ranges>
#include <vector>

static_assert(__cplusplus == 202002L);

template <std::integral Number>
Number twice(Number number) { return 2 * number; }

int main() {
    std::vector numbers{1, 2, 3, 4};
    for (int number : numbers | std::views::filter([](int n) { return n % 2 == 0; })) std::cout << twice(number) << '\n';
}
