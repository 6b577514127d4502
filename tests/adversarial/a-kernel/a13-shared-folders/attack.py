# id: A13
# attack: leaves a note in every folder that programs share (/tmp, /dev/shm, /var/tmp, /run/lock) and looks for an earlier one
# walls: mount
# effect: a second run finds the note of the first, or it lies in a folder of the host
# verdict: AC
import os
import sys

from facts import attempt, fact, hold

FOLDERS = ("/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/run/shm", "/var/lock", ".")
token = sys.argv[1]
fact(found=[folder for folder in FOLDERS if os.path.exists(f"{folder}/{token}")])
for folder in FOLDERS:
    attempt(folder, lambda: os.close(os.open(f"{folder}/{token}", os.O_WRONLY | os.O_CREAT, 0o666)))
hold()
