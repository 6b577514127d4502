main :: IO ()
main = error "said by the program"
