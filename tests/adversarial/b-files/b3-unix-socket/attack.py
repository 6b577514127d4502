# id: B3b
# attack: connects to a service's unix socket by its path (a database, a container engine, the launcher itself)
# walls: mount
# also: user
# effect: a listener on the host is reached
# verdict: AC
import socket
import sys

from facts import attempt


def connect():
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(sys.argv[1])
        client.sendall(b"reached")


attempt("connect", connect)
