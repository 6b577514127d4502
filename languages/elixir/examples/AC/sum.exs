# Adds the numbers that it reads.
IO.stream()
|> Stream.flat_map(&String.split/1)
|> Stream.map(&String.to_integer/1)
|> Enum.sum()
|> IO.puts()
