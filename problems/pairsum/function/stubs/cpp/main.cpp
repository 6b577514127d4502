#include "solution.h"

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <unistd.h>

int main() {
  // What a solution prints goes to stderr; answers go where stdout was.
  FILE *answers = fdopen(dup(1), "w");
  dup2(2, 1);
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    long long target, number;
    words >> target;
    std::vector<long long> numbers;
    while (words >> number) numbers.push_back(number);
    const auto [first, second] = find_pair(numbers, target);
    std::fprintf(answers, "%d %d\n", first, second);
    std::fflush(answers);
  }
}
