# id: E2
# attack: reads another run's files, memory, environment and descriptors, beside it or after it
# walls: pid, mount, user
# also: seccomp
# effect: the other run's secret among what was read
# verdict: AC
import glob
import os
import sys

from facts import fact

role, needle = sys.argv[1], sys.argv[2]


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read(65536)
    except OSError:
        return b""


if role == "owner":
    from facts import hold

    for folder in (".", "/tmp", "/dev/shm"):
        with open(f"{folder}/secret-{needle}", "w") as file:
            file.write("secret")
    fact(attempt="keep a secret")
    hold()
    for folder in ("/tmp", "/dev/shm"):
        os.unlink(f"{folder}/secret-{needle}")
else:
    places = ["/tmp/*", "/dev/shm/*", "./*", "/box/*", "/proc/[0-9]*/cwd/*", "/proc/[0-9]*/root/box/*", "/proc/[0-9]*/root/tmp/*"]
    found = [path for place in places for path in glob.glob(place) if f"secret-{needle}" in path]
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    told = [pid for pid in others if needle.encode() in read(f"/proc/{pid}/cmdline") + read(f"/proc/{pid}/environ")]
    fact(attempt="search", found=found, told=told, processes=len(others))
