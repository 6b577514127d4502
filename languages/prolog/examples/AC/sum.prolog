% Adds the numbers that it reads.
main :-
    read_string(user_input, _, Text),
    split_string(Text, " \n", " \n", Words),
    exclude(==(""), Words, Numerals),
    maplist([Word, Number]>>number_string(Number, Word), Numerals, Numbers),
    sum_list(Numbers, Total),
    writeln(Total).
