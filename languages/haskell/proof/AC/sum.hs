main :: IO ()
main = do
  count <- readLn
  numbers <- map read . take count . words <$> getLine
  print (sum numbers :: Integer)
