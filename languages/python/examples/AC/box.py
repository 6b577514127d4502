# What a program sees from inside its box.
import os, socket, sys

print("my process id:", os.getpid(), "- my user id:", os.getuid(), "- my host:", os.uname().nodename)
print("processes that I see:", sum(name.isdigit() for name in os.listdir("/proc")))
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as problem:
    print("the network:", problem.strerror, file=sys.stderr)
