import re
import sys

lines = sys.stdin.read().split("\n")
if lines.pop() != "" or not all(re.fullmatch(r"[1-9]\d{0,5}", line) for line in lines):
    sys.exit("lines with an integer each")
n = int(lines[0])
numbers = set(map(int, lines[1:]))
if not 2 <= n <= 100001 or len(lines) != n or len(numbers) != n - 1 or max(numbers) > n:
    sys.exit("all numbers from 1 to n but one, and n is at most 100001")

sys.exit(42)
