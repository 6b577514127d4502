import sys

MOST_GUESSES = 10

with open(sys.argv[1]) as file:
    number = int(file.read())


def reject(message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as file:
        file.write(message + "\n")
    sys.exit(43)


def answer(word):
    try:
        print(word, flush=True)
    except BrokenPipeError:
        reject("ended before it was answered")


for turn in range(1, MOST_GUESSES + 1):
    line = sys.stdin.readline(20)
    if not line.strip().isdigit() or not 1 <= int(line) <= 1000:
        reject(f"guess {turn} is no number from 1 to 1000: {line!r}")
    guess = int(line)
    if guess == number:
        answer("correct")
        sys.exit(42)
    answer("lower" if number < guess else "higher")
reject(f"did not find {number} with {MOST_GUESSES} guesses")
