import re
import sys

line = sys.stdin.read()
if not re.fullmatch(r"(0|-?[1-9]\d*)\n", line) or abs(int(line)) > 10**18:
    sys.exit("one line with an integer from -10^18 to 10^18")

sys.exit(42)
