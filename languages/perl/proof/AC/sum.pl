use strict;
use warnings;
use List::Util qw(sum);
my $count = <STDIN>;
my @numbers = split ' ', <STDIN>;
print sum(@numbers[0 .. $count - 1]), "\n";
