// Never ends: watch the kernel's clock end it.
#include <cstdint>

int main() {
  volatile std::uint64_t turns = 0;
  while (true) turns = turns + 1;
}
