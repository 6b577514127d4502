// Four threads that burn. The limit counts the time of all of them together.
#include <thread>
#include <vector>

int main() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; i++) threads.emplace_back([] { for (volatile unsigned x = 0;; x = x + 1) {} });
  for (auto &thread : threads) thread.join();
}
