# Adds the numbers that it reads, one line at a time.
import sys

total = 0
for line in sys.stdin:
    numbers = [int(word) for word in line.split()]
    total += sum(numbers)
    print(f"{' + '.join(map(str, numbers))} = {sum(numbers)}")

print("altogether", total)
