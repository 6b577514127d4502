"""Calls the submission for each line of the test, and keeps what it answers. It never evaluates what it reads."""
import sys

LONGEST_ANSWER = 100
REFUSE = 43


def call(line):
    print(line, flush=True)
    words = sys.stdin.readline(LONGEST_ANSWER).split()
    if len(words) != 2 or not all(word.isdigit() and len(word) < 10 for word in words):
        sys.exit(REFUSE)
    return sorted(map(int, words))


with open("input") as test:
    answers = [call(line.rstrip("\n")) for line in test]
with open("output", "w") as output:
    for first, second in answers:
        output.write(f"{first} {second}\n")
