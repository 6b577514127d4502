import sys

n, *numbers = map(int, sys.stdin.buffer.read().split())
print(n * (n + 1) // 2 - sum(numbers))
