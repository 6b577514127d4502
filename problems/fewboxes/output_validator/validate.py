import sys

feedback = sys.argv[3]


def reject(message):
    with open(feedback + "judgemessage.txt", "w") as file:
        file.write(message + "\n")
    sys.exit(43)


with open(sys.argv[1]) as file:
    n, most, *weights = map(int, file.read().split())
with open(sys.argv[2]) as file:
    best = int(file.read())

words = sys.stdin.buffer.read().split()
if any(not word.isdigit() or len(word) > 4 for word in words):
    reject("what is there are no numbers")
boxes = [int(word) for word in words]
if len(boxes) != n or any(not 1 <= box <= n for box in boxes):
    reject(f"{n} numbers from 1 to {n} are wanted")
held = {}
for box, weight in zip(boxes, weights):
    held[box] = held.get(box, 0) + weight
for box, weight in held.items():
    if weight > most:
        reject(f"box {box} holds {weight}, more than {most}")
with open(feedback + "score_multiplier.txt", "w") as file:
    file.write(f"{min(1, best / len(held)):.9f}\n")
with open(feedback + "judgemessage.txt", "w") as file:
    file.write(f"{len(held)} boxes, the best known has {best}\n")
sys.exit(42)
