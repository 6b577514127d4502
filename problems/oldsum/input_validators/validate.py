import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"[1-9]\d*\n-?\d+( -?\d+)*\n", text):
    sys.exit("two lines of integers")
n, *numbers = map(int, text.split())
most = 10**9 if "--any" in sys.argv else 100
if len(numbers) != n or n > 1000 or any(abs(number) > most for number in numbers):
    sys.exit(f"{n} integers, none above {most}")

sys.exit(42)
