# id: C6
# attack: fills the disk: one large file, many small files, deep folders, a sparse file, in its own folder and in shared ones
# walls: mount
# also: rlimit
# effect: more bytes or files in the host's folders than the run may have
# verdict: FSE
import os
import signal
import sys

from facts import attempt, fact, hold

kind, token, amount = sys.argv[1], sys.argv[2], int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
refused = []


def large(folder):
    with open(f"{folder}/{token}", "wb", buffering=0) as file:
        for _ in range(amount):
            if file.write(bytes(1 << 20)) != 1 << 20:
                raise OSError(27, "short write")


def many(folder):
    os.mkdir(f"{folder}/{token}")
    for number in range(amount):
        os.close(os.open(f"{folder}/{token}/{number}", os.O_CREAT | os.O_WRONLY))


def deep(folder):
    path = f"{folder}/{token}"
    for _ in range(amount):
        os.mkdir(path)
        path += "/d"


def sparse(folder):
    with open(f"{folder}/{token}", "wb") as file:
        os.truncate(file.fileno(), amount << 20)


for folder in (".", "/tmp", "/var/tmp", "/dev/shm"):
    name = f"{kind} {folder}"
    try:
        {"large": large, "many": many, "deep": deep, "sparse": sparse}[kind](folder)
    except OSError:
        refused.append(folder)
    fact(attempt=name)
fact(refused=refused)
hold()
sys.exit(1 if refused else 0)
