import sys

n, *numbers = map(int, sys.stdin.buffer.read().split())
print(next(i for i in range(1, n + 1) if i not in numbers))
