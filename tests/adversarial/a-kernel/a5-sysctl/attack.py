# id: A5
# attack: opens every file below /proc/sys for writing (a pipe in core_pattern is a program that root runs), and sets one of
#   them that nothing else on the host depends on
# walls: mount, user
# effect: the host's /proc/sys/kernel/core_pipe_limit has changed
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
fact(attempt="open for writing", opened=len(opened), core_pattern="/proc/sys/kernel/core_pattern" in opened)


def set_limit():
    with open("/proc/sys/kernel/core_pipe_limit", "w") as file:
        return file.write(sys.argv[1])


attempt("core_pipe_limit", set_limit)
attempt("sysrq", lambda: os.close(os.open("/proc/sysrq-trigger", os.O_WRONLY)))
