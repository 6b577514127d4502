# id: B3
# attack: reaches for services beside the judge: loopback over TCP, UDP and IPv6, an abstract unix socket, the metadata address
# walls: network
# effect: a listener on the host is reached
# verdict: AC
import socket
import sys

from facts import attempt, fact

tcp, udp, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(0.5)
        client.connect(address)
        client.sendall(b"reached")


def send(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"reached", address)


attempt("tcp", lambda: connect(socket.AF_INET, ("127.0.0.1", tcp)))
attempt("tcp6", lambda: connect(socket.AF_INET6, ("::1", tcp)))
attempt("udp", lambda: send(("127.0.0.1", udp)))
attempt("abstract", lambda: connect(socket.AF_UNIX, "\0" + name))
attempt("abstract, padded", lambda: connect(socket.AF_UNIX, "\0" + name.ljust(107, "\0")))
attempt("metadata", lambda: connect(socket.AF_INET, ("169.254.169.254", 80)))
attempt("broadcast", lambda: send(("255.255.255.255", 9)))
fact(interfaces=[name for _, name in socket.if_nameindex()])
