import re
import sys

line = sys.stdin.read()
if not re.fullmatch(r"(0|-?[1-9]\d*) (0|-?[1-9]\d*)\n", line):
    sys.exit("one line with two integers")
if any(abs(int(word)) > 10**9 for word in line.split()):
    sys.exit("a number is out of range")

sys.exit(42)
