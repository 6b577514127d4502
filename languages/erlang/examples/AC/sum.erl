#!/usr/bin/env escript
%% Adds the numbers that it reads.
main(_) -> io:format("~w~n", [total(0)]).

total(Total) ->
    case io:fread("", "~d") of
        {ok, [Number]} -> total(Total + Number);
        eof -> Total
    end.
