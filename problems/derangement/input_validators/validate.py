import re
import sys

line = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d*\n", line) or not 2 <= int(line) <= 100000:
    sys.exit("one line with an integer from 2 to 100000")

sys.exit(42)
