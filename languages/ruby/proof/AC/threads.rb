squares = (1..8).map { |i| Thread.new { i * i } }.map(&:value)
puts squares.sum
