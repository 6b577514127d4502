#include <iostream>

#include "shape.hpp"

int main(int argc, char **argv) { std::cout << Square{3}.area() << argv[argc - 1]; }
