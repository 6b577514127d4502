main :: IO ()
main = spin 0

spin :: Int -> IO ()
spin n = if n < 0 then putStrLn "wrapped" else spin ((n + 1) `mod` 1000003)
