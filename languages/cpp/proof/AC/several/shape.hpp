#pragma once

struct Square {
    int side;
    int area() const;
};
