while true: discard
