identification division.
program-id. code.
procedure division.
    stop run returning 3.
