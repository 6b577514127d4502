#include <atomic>
#include <future>
#include <iostream>
#include <thread>
#include <vector>

int main() {
    std::atomic<long> sum{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 32; i++)
        threads.emplace_back([&] { for (int j = 0; j < 1000; j++) sum += j; });
    for (auto &thread : threads) thread.join();
    auto later = std::async(std::launch::async, [&] { return sum.load(); });
    std::cout << later.get() << '\n';
}
