# id: A14
# attack: signals to a neighbour by locking a file of the system that both see
# walls: mount
# effect: the same lock is refused to somebody on the host
# verdict: AC
import fcntl

from facts import attempt, hold

shared = open("/usr/bin/env", "rb")
attempt("flock", lambda: fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB))
hold()
