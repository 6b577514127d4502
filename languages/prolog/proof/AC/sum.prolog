main :-
    read_line_to_string(user_input, First),
    number_string(Count, First),
    read_line_to_string(user_input, Second),
    split_string(Second, " ", " ", Words),
    length(Prefix, Count),
    append(Prefix, _, Words),
    maplist([Word, Number]>>number_string(Number, Word), Prefix, Numbers),
    sum_list(Numbers, Sum),
    writeln(Sum).
