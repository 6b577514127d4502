main :- throw(said_by_the_program).
