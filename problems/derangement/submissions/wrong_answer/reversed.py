# With an odd number of guests, one sits in the middle.
print(*range(int(input()), 0, -1))
