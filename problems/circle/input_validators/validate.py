import re
import sys

line = sys.stdin.read()
if not re.fullmatch(r"\d+(\.\d+)?\n", line) or not 0.001 <= float(line) <= 1e6:
    sys.exit("one line with a number from 0.001 to 1000000")

sys.exit(42)
