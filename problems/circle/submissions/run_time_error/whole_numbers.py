import math

r = int(input())
print(math.pi * r * r)
print(2 * math.pi * r)
