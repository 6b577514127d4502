#!/proc/self/exe
# id: A7c
# attack: names the process that executes it as its interpreter, which at that moment is the launcher's own child
# walls: none
# control: there is no wall to take away: the proof is that the launcher's code, started in the box, finds nothing to do there
#   and fails
# effect: the launcher's file has changed, or the program ended well
# verdict: RE
