#!/usr/bin/env escript
main(_) ->
    {ok, [Count]} = io:fread("", "~d"),
    io:format("~p~n", [lists:sum([read() || _ <- lists:seq(1, Count)])]).

read() ->
    {ok, [Number]} = io:fread("", "~d"),
    Number.
