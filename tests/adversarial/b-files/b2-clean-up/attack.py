# id: B2
# attack: fills its folder with links to a host's folder, for whoever changes owners or deletes there with root's rights
# walls: none
# control: a naive clean-up (chown of every entry, then their removal through the links) spoils the host's folder
# effect: owner, mode or content of the host's folder have changed
# verdict: AC
import os
import sys

from facts import attempt

canary = sys.argv[1]
for name in ("output", "tmp", "box", "a", "stdout", "meta"):
    attempt(name, lambda: os.symlink(canary, name))
os.makedirs("deep/" * 40)
attempt("nested", lambda: os.symlink(canary, "deep/" * 40 + "link"))
attempt("file", lambda: os.symlink(os.path.join(canary, "secret.txt"), "file"))
