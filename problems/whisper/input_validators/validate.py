import re
import sys

if not re.fullmatch(r"send\n[a-z]{1,20}\n", sys.stdin.read()):
    sys.exit("send, and a word of 1 to 20 lower-case letters")

sys.exit(42)
