*> Adds the numbers that it reads.
identification division.
program-id. total.
environment division.
input-output section.
file-control.
    select input-lines assign to keyboard organization line sequential.
data division.
file section.
fd input-lines.
01 line-read pic x(200).
working-storage section.
01 position-in-line pic 9(4).
01 word pic x(20).
01 total pic s9(17) value 0.
01 shown pic -(17)9.
01 state pic x value "r".
   88 at-end value "e".
procedure division.
    open input input-lines
    perform until at-end
        read input-lines
            at end set at-end to true
            not at end perform add-line
        end-read
    end-perform
    close input-lines
    move total to shown
    display function trim(shown)
    stop run.
add-line.
    move 1 to position-in-line
    perform until position-in-line > function length(function trim(line-read))
        unstring line-read delimited by all space into word pointer position-in-line
        add function numval(word) to total
    end-perform.
