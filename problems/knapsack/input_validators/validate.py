import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"([1-9]\d{0,3} [1-9]\d{0,3}\n)+", text):
    sys.exit("lines with two integers from 1 to 9999")
rows = [tuple(map(int, line.split())) for line in text.splitlines()]
n, w = rows[0]
if n > 100 or w > 1000 or len(rows) != n + 1:
    sys.exit("n is at most 100, w at most 1000, and n lines follow")
if any(max(row) > 1000 for row in rows[1:]):
    sys.exit("weights and worths are at most 1000")

sys.exit(42)
