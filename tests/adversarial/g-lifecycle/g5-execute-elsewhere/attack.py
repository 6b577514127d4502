# id: G5
# attack: executes files from /tmp, /dev/shm and /var/tmp, where no trusted side looks for programs
# walls: mount
# effect: such a file ran
# verdict: AC
import os
import subprocess
import sys

from facts import attempt, fact


def execute(folder):
    path = f"{folder}/{sys.argv[1]}"
    with open(path, "w") as file:
        file.write("#!/bin/sh\necho ran\n")
    try:
        os.chmod(path, 0o755)
        fact(ran=subprocess.run([path], capture_output=True, text=True).stdout.strip() == "ran", folder=folder)
    finally:
        os.unlink(path)


for folder in ("/tmp", "/dev/shm", "/var/tmp"):
    attempt(folder, lambda: execute(folder))
