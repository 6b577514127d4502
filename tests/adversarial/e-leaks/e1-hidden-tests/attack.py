# id: E1
# attack: walks through everything that it can read, looking for the tests' answers, and asks where its descriptors lead
# walls: mount
# effect: the text of an answer that lies on the host
# verdict: AC
import os
import sys

from facts import fact

needle = sys.argv[1].encode()
SKIPPED = {"usr", "lib", "lib64", "bin", "sbin", "sys", "proc", "node_modules", "work", "root", "home", "mnt", "opt"}
found, seen = [], 0
for root, folders, names in os.walk("/"):
    depth = root.count("/")
    folders[:] = [] if depth > 4 else [name for name in folders if not (root == "/" and name in SKIPPED)]
    for name in names:
        path = os.path.join(root, name)
        try:
            if not os.path.isfile(path) or os.path.getsize(path) > 65536:
                continue
            with open(path, "rb") as file:
                if needle in file.read() and os.path.basename(path) != "attack.py":
                    found.append(path)
            seen += 1
        except OSError:
            pass
fact(attempt="walk", found=found, seen=seen)
fact(descriptors=[os.readlink(f"/proc/self/fd/{number}") for number in range(3)])
