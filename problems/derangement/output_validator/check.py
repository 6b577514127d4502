import sys

with open(sys.argv[1]) as file:
    n = int(file.read())


def reject(message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as file:
        file.write(message + "\n")
    sys.exit(43)


words = sys.stdin.buffer.read().split()
if len(words) != n:
    reject(f"{len(words)} seats for {n} guests")
taken = set()
for guest, word in enumerate(words, 1):
    if not word.isdigit() or len(word) > 7 or not 1 <= int(word) <= n:
        reject(f"guest {guest} has no seat")
    if int(word) == guest:
        reject(f"guest {guest} has their own seat")
    if int(word) in taken:
        reject(f"seat {int(word)} is taken twice")
    taken.add(int(word))
sys.exit(42)
