# id: B1c
# attack: locks the folder in which its declared outputs lie, and moves it from under whoever collects them
# walls: none
# control: nothing is attacked but our own composure: the proof is that the verdict is no IE and every output is answered for
# effect: an IE, or an output without an answer
# verdict: AC
import os

from facts import attempt

os.mkdir("locked")
with open("locked/output", "w") as file:
    file.write("out of reach")
os.mkdir("moved")
attempt("lock", lambda: os.chmod("locked", 0))
attempt("move", lambda: os.rename("moved", "elsewhere"))
attempt("lock all", lambda: os.chmod(".", 0))
