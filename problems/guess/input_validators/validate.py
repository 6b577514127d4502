import re
import sys

line = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d*\n", line) or int(line) > 1000:
    sys.exit("one line with an integer from 1 to 1000")

sys.exit(42)
