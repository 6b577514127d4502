# id: B5
# attack: an upload whose names climb out of the box (`..`), are absolute, or hold line breaks, control and direction characters
# walls: none
# control: a naive writer that joins folder and name writes outside
# effect: a file outside the box, or a run that started with such a name
# verdict: refused
import os

from facts import fact

fact(attempt="list", names=sorted(os.listdir(".")))
