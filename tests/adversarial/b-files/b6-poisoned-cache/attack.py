# id: B6
# attack: leaves a module in every folder where a later run's interpreter looks for its library, and in its caches
# walls: mount, user
# also: capability
# effect: the module lies in the host's library
# verdict: AC
import os
import site
import sys

from facts import attempt, fact

token = sys.argv[1]
folders = [path for path in sys.path + [site.getusersitepackages()] if path.startswith("/") and not path.endswith(".zip")]
for folder in folders:
    if folder in (os.getcwd(), os.path.dirname(os.path.abspath(__file__))):
        continue
    path = os.path.join(folder, f"{token}.py")
    attempt(folder, lambda: os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)))
try:
    __import__(token)
    fact(imported=True)
except ImportError:
    fact(imported=False)
