# id: C10
# attack: keeps the disk busy with synchronous writes, in every folder that it can write to
# walls: mount
# effect: the kernel counts bytes that the program caused to be written to a disk
# verdict: AC
import os
import sys

from facts import attempt, hold


def write(folder):
    path = f"{folder}/{sys.argv[1]}"
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    os.unlink(path)
    for _ in range(20):
        os.write(file, bytes(65536))
        os.fsync(file)
    os.close(file)


for folder in (".", "/tmp", "/var/tmp"):
    attempt(folder, lambda: write(folder))
hold()
