# id: A11b
# attack: asks the kernel for the host's name
# walls: uts
# effect: the name that the program is told is the host's
# verdict: AC
import os

from facts import fact

fact(attempt="uname", node=os.uname().nodename)
