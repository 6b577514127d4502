"""What an attack tells: one JSON object a line. The harness decides what it means; no program ever says that it was stopped."""
import errno
import json
import os
import sys


def fact(**values):
    print(json.dumps(values), flush=True)


def attempt(name, action):
    """Tries, tells how it ended, and returns what the action returned (None where it failed)."""
    try:
        value = action()
    except OSError as error:
        fact(attempt=name, result=-1, errno=errno.errorcode.get(error.errno, str(error.errno)))
        return None
    fact(attempt=name, result=value if isinstance(value, int) else 0, errno="")
    return value


def hold():
    """Waits until the harness has looked from outside; it ends our input when it has."""
    fact(hold=True)
    while os.read(sys.stdin.fileno(), 4096):
        pass
