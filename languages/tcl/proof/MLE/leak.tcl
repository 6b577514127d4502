set blocks {}
while 1 { lappend blocks [string repeat x[llength $blocks] 524288] }
