#include <concepts>

// C++17 is the default: no concepts.
template <std::integral T>
T same(T t) { return t; }

int main() { return same(0); }
