#pragma once
#include <utility>
#include <vector>

std::pair<int, int> find_pair(const std::vector<long long>& numbers, long long target);
