main :- grow([]).
grow(Blocks) :- length(Block, 10000), maplist(=(0), Block), grow([Block | Blocks]).
