import os
import sys

# What a solution prints goes to stderr; answers go where stdout was.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from solution import find_pair  # noqa: E402

for line in sys.stdin:
    target, *numbers = map(int, line.split())
    first, second = find_pair(numbers, target)
    print(int(first), int(second), file=answers, flush=True)
