# id: E2b
# attack: reads another run's arguments, environment, descriptors and files through /proc, while that run lasts
# walls: pid, user
# effect: the other run's word is among what was read
# verdict: AC
import glob
import os
import sys

from facts import fact, hold

role, token = sys.argv[1], sys.argv[2]


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read(65536)
    except OSError:
        return b""


if role == "owner":
    with open(f"{token}-secret", "w") as file:
        file.write("secret")
    fact(attempt="keep a secret")
    hold()
else:
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    told = [pid for pid in others if token.encode() in read(f"/proc/{pid}/cmdline") + read(f"/proc/{pid}/environ")]
    files = [path for pid in others for path in glob.glob(f"/proc/{pid}/cwd/{token}*")]
    fact(attempt="search", found=told + files, processes=len(others))
