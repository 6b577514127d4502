identification division.
program-id. refused.
procedure division.
    display missing.
    stop run.
