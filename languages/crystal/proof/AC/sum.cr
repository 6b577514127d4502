count = gets.not_nil!.to_i
puts gets.not_nil!.split.first(count).sum(&.to_i64)
