#include "solution.h"
#include <unordered_map>

std::pair<int, int> find_pair(const std::vector<long long>& numbers, long long target) {
  std::unordered_map<long long, int> places;
  for (int place = 0; place < (int)numbers.size(); place++) {
    const auto other = places.find(target - numbers[place]);
    if (other != places.end()) return {other->second, place};
    places[numbers[place]] = place;
  }
  return {0, 0};
}
