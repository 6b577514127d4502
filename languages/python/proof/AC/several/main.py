import sys

import greeting
from shapes.square import area

print(greeting.hello(sys.argv[1:]), area(3), open("data.txt").read().strip())
