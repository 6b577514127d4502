gets stdin count
gets stdin line
puts [tcl::mathop::+ {*}[lrange $line 0 [expr {$count - 1}]]]
