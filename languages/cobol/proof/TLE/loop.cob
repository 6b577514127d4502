identification division.
program-id. endless.
procedure division.
again.
    go to again.
