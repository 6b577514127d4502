# Adds the numbers that it reads.
puts [tcl::mathop::+ {*}[read stdin]]
