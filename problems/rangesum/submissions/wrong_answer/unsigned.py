import sys

# Forgets the sign: right for the first group only.
data = [abs(int(word)) for word in sys.stdin.buffer.read().split()]
n, q = data[:2]
sums = [0]
for number in data[2 : n + 2]:
    sums.append(sums[-1] + number)
rest = data[n + 2 :]
for l, r in zip(rest[::2], rest[1::2]):
    print(sums[r] - sums[l - 1])
