import sys

feedback = sys.argv[3]


def reject(message):
    with open(feedback + "judgemessage.txt", "a") as file:
        file.write(message + "\n")
    sys.exit(43)


with open(sys.argv[1]) as file:
    rows = [tuple(map(int, line.split())) for line in file]
n, limit = rows[0]
with open(sys.argv[2]) as file:
    best = int(file.read())

words = sys.stdin.buffer.read().split()
if not words or any(not word.isdigit() or len(word) > 4 for word in words):
    reject("what is there are no numbers")
count, chosen = int(words[0]), [int(word) for word in words[1:]]
if count != len(chosen) or len(set(chosen)) != count or any(not 1 <= one <= n for one in chosen):
    reject("the things are not told apart")
weight = sum(rows[one][0] for one in chosen)
if weight > limit:
    reject(f"{weight} is heavier than {limit}")
worth = sum(rows[one][1] for one in chosen)
with open(feedback + "score_multiplier.txt", "w") as file:
    file.write(f"{worth / best:.6f}\n")
with open(feedback + "judgemessage.txt", "w") as file:
    file.write(f"worth {worth} of {best}\n")
sys.exit(42)
