identification division.
program-id. total.
data division.
working-storage section.
01 line-read pic x(20).
01 total pic s9(18) value 0.
01 shown pic -(17)9.
01 ended pic 9 value 0.
procedure division.
    perform 2 times
        accept line-read
        add function numval(line-read) to total
    end-perform
    move total to shown
    display function trim(shown)
    stop run.
