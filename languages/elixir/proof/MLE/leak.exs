defmodule Leak do
  def run(blocks), do: run([:binary.copy(<<1>>, 1_048_576) | blocks])
end

Leak.run([])
