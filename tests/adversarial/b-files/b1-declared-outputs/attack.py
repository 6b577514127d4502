# id: B1
# attack: makes every declared output something else than a file: symbolic link to a host's file, link through a folder, hard
#   link, FIFO, socket, folder, device, a huge sparse file
# walls: none
# control: a naive collector (root reads the path in a folder that this program prepared) gives out the canary
# effect: the canary's text among the collected bytes, or a collection that hangs
# verdict: AC
import os
import socket
import sys

from facts import attempt, fact

canary = sys.argv[1]
attempt("symlink", lambda: os.symlink(canary, "symlink"))
attempt("relative", lambda: os.symlink("../../../../../.." + canary, "relative"))
attempt("folder link", lambda: os.symlink(os.path.dirname(canary), "folder"))
attempt("magic link", lambda: os.symlink("/proc/self/root" + canary, "magic"))
attempt("chain", lambda: os.symlink("symlink", "chain"))
attempt("loop", lambda: os.symlink("loop", "loop"))
attempt("fifo", lambda: os.mkfifo("fifo"))
attempt("directory", lambda: os.mkdir("directory"))
attempt("socket", lambda: socket.socket(socket.AF_UNIX).bind("socket"))
attempt("device", lambda: os.mknod("device", 0o600 | 0o020000, os.makedev(1, 5)))
with open("original", "w") as file:
    file.write("own")
attempt("hard link", lambda: os.link("original", "hardlink"))
attempt("hard link to the system", lambda: os.link("/usr/bin/env", "system"))
with open("plain", "w") as file:
    file.write("plain text")
attempt("sparse", lambda: os.truncate("plain", 10) or os.close(os.open("sparse", os.O_CREAT | os.O_WRONLY)))
attempt("sparse size", lambda: os.truncate("sparse", 6 << 20))
attempt("closed", lambda: os.close(os.open("closed", os.O_CREAT | os.O_WRONLY, 0o000)))
fact(made=sorted(os.listdir(".")))
