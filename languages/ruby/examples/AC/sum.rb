# Adds the numbers that it reads.
puts $stdin.read.split.sum(&:to_i)
