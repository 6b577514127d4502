# id: E2
# attack: looks for another run's files in every folder where it may have left some, while that run lasts
# walls: mount
# effect: the other run's file is found
# verdict: AC
import glob
import sys

from facts import fact, hold

role, token = sys.argv[1], sys.argv[2]
FOLDERS = (".", "/box", "/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/program")

if role == "owner":
    for folder in FOLDERS:
        try:
            with open(f"{folder}/{token}-secret", "w") as file:
                file.write("secret")
        except OSError:
            pass
    fact(attempt="keep a secret")
    hold()
else:
    fact(attempt="search", found=[path for folder in FOLDERS for path in glob.glob(f"{folder}/{token}*")])
