#!/usr/bin/env escript
main(_) -> main([]).
