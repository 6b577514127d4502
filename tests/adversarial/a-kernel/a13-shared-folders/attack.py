# id: A13
# attack: leaves a note in every folder that programs share (/tmp, /dev/shm, /var/tmp, /run/lock) and looks for an earlier one
# walls: mount
# effect: the note lies in a folder of the host
# verdict: AC
import os
import sys

from facts import attempt, fact, hold

token = sys.argv[1]
for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/run/shm", "/var/lock", "."):
    path = f"{folder}/{token}"
    if os.path.exists(path):
        fact(found=path)
    attempt(folder, lambda: os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666)))
hold()
