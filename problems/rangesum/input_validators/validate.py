import re
import sys

most = 100 if "--small" in sys.argv else 20000
least = 0 if "--positive" in sys.argv else -1000
lines = sys.stdin.read().split("\n")
if not re.fullmatch(r"[1-9]\d{0,4} [1-9]\d{0,4}", lines[0]):
    sys.exit("line 1: n and q")
n, q = map(int, lines[0].split())
if max(n, q) > most:
    sys.exit(f"line 1: n and q are at most {most}")
if len(lines) != q + 3 or lines[-1] != "":
    sys.exit(f"{q} questions, each on a line")
if not re.fullmatch(r"(0|-?[1-9]\d*)( (0|-?[1-9]\d*))*", lines[1]):
    sys.exit("line 2: integers")
numbers = list(map(int, lines[1].split(" ")))
if len(numbers) != n or min(numbers) < least or max(numbers) > 1000:
    sys.exit(f"line 2: {n} integers from {least} to 1000")
for index, line in enumerate(lines[2:-1], 3):
    if not re.fullmatch(r"[1-9]\d* [1-9]\d*", line):
        sys.exit(f"line {index}: l and r")
    l, r = map(int, line.split())
    if not l <= r <= n:
        sys.exit(f"line {index}: l is at most r, and r at most {n}")

sys.exit(42)
