defmodule Endless do
  def run, do: run()
end

Endless.run()
