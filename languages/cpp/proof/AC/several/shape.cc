#include "shape.hpp"

int Square::area() const { return side * side; }
