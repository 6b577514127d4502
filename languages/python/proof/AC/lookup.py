"""There is no network: a look-up fails at once, instead of waiting for an answer."""
import socket

for name in ("example.com", "localhost", "no.such.host.invalid"):
    try:
        print(name, socket.gethostbyname(name))
    except OSError:
        print(name, "not found")
