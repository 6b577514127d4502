import re
import sys

head, weights, *rest = sys.stdin.read().split("\n")
if rest != [""] or not re.fullmatch(r"\d{1,3} \d{1,4}", head):
    sys.exit("two lines, the first with two numbers")
n, most = map(int, head.split())
numbers = [int(word) for word in weights.split(" ")]
if weights != " ".join(map(str, numbers)) or len(numbers) != n or not all(1 <= number <= most for number in numbers):
    sys.exit(f"{n} weights from 1 to {most}")
sys.exit(42)
