# id: E6
# attack: reads the environment of every process that it can see, its own included, for the service's secrets
# walls: pid, user, capability
# effect: the value of a variable of the process that started the launcher
# verdict: AC
import os
import sys

from facts import fact

needle = sys.argv[1].encode()
found, seen = [], []
for name in ["self"] + [name for name in os.listdir("/proc") if name.isdigit()]:
    try:
        with open(f"/proc/{name}/environ", "rb") as file:
            seen.append(name)
            if needle in file.read():
                found.append(name)
    except OSError:
        pass
fact(attempt="environ", found=found, seen=len(seen), own=sorted(os.environ))
