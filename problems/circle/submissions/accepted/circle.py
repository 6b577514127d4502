import math

r = float(input())
print(math.pi * r * r)
print(2 * math.pi * r)
