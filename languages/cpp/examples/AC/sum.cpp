// Adds the numbers that it reads.
#include <iostream>
#include <iterator>
#include <numeric>

int main() {
  std::istream_iterator<long long> numbers(std::cin), end;
  std::cout << std::accumulate(numbers, end, 0LL) << '\n';
}
