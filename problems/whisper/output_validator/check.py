import os
import sys

feedback = sys.argv[3]
passed = feedback + "first-pass-is-over.txt"


def reject(message):
    with open(feedback + "judgemessage.txt", "a") as file:
        file.write(message + "\n")
    sys.exit(43)


with open(sys.argv[2]) as file:
    word = file.read().strip()
said = sys.stdin.buffer.read(100000).decode("latin-1").strip()

if os.path.exists(passed):
    if said != word:
        reject(f"said {said[:40]!r} and not {word!r}")
    sys.exit(42)

if not said or len(said) > 200 or set(said) - {"0", "1"}:
    reject(f"no row of at most 200 zeros and ones: {said[:40]!r}")
open(passed, "w").close()
with open(feedback + "nextpass.in", "w") as file:
    file.write(f"receive\n{said[::-1]}\n")
sys.exit(42)
