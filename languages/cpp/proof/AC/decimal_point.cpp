// The environment's locale has a point, not a comma, whatever the host's has.
#include <iostream>
#include <locale>
#include <string>

int main() {
    std::locale::global(std::locale(""));
    std::cin.imbue(std::locale());
    std::cout.imbue(std::locale());
    double a = 0, b = 0;
    std::string rest;
    std::cin >> a >> b >> rest;
    std::cout << a << ' ' << b << ' ' << rest << ' ' << std::stod("2,5") << ' ' << 1234567.5 << '\n';
}
