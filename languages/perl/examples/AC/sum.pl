# Adds the numbers that it reads.
use strict;
use warnings;
use List::Util qw(sum0);

print sum0(map { split } <STDIN>), "\n";
