die "said by the program";
