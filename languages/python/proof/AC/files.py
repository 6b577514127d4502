"""The box is the program's own: it may write there, read it back, and run what it wrote."""
import os
import subprocess
import tempfile

with open("note.txt", "w") as note:
    note.write("kept")
with tempfile.TemporaryFile() as scratch:
    scratch.write(b"scratch")
with open("script", "w") as script:
    script.write("#!/bin/sh\ncat note.txt\n")
os.chmod("script", 0o755)
print(subprocess.run(["./script"], capture_output=True, text=True, check=True).stdout, os.getcwd(), os.environ["HOME"])
