identification division.
program-id. leak.
data division.
working-storage section.
01 chunk usage pointer.
linkage section.
01 bytes pic x(1048576).
procedure division.
    perform until 1 = 2
        allocate 1048576 characters initialized returning chunk
        set address of bytes to chunk
        move all "x" to bytes
    end-perform
    stop run.
