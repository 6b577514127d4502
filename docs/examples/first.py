"""A first program: it reads nothing, and tells what it can see of the machine that runs it."""

import os
import socket

print("Hello from inside a box.")
print("  processes that I see:", len([name for name in os.listdir("/proc") if name.isdigit()]))
print("  my user id:", os.getuid(), "- my host name:", socket.gethostname())
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as error:
    print("  the network:", error.strerror)
